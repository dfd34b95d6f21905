import { postPeopleFile } from '@/shared/api/admin-users'
import type { ImportedPerson, PasswordLink } from '@/shared/api/schema'
import { csvFile, notFormula } from '@/shared/csv'
import { saveFile } from '@/shared/save-file'

/** People in one request: each may be a mail that takes a second. */
const PART = 20

/**
 * Imports people in parts.
 *
 * @param people what a dry run has found
 * @param onPart is told what became of each part as soon as that is known
 * @throws ProblemError when a part was refused or its answer got lost; those before are imported
 * @throws DOMException AbortError when the signal was aborted; the part under way may be imported
 */
export async function importPeople(
  people: readonly ImportedPerson[],
  onPart: (imported: ImportedPerson[]) => void,
  signal: AbortSignal,
): Promise<void> {
  for (let from = 0; from < people.length; from += PART) {
    signal.throwIfAborted()
    const part = people.slice(from, from + PART)
    const rows = part.map(({ email, displayName, role }) => [email, displayName, role])
    const imported = await postPeopleFile(csvFile([['email', 'displayName', 'role'], ...rows]), false)
    onPart(imported.map((each, i) => ({ ...each, line: part[i]?.line ?? each.line })))
  }
}

/** A link to hand over, and to whom. */
export type LinkToSend = { email: string; displayName: string; link: PasswordLink }

/** Saves links as a CSV file, for a mail merge. */
export function saveLinks(links: readonly LinkToSend[]): void {
  const rows = links.map(({ email, displayName, link }) =>
    // An address is used as it is, and a link and a time cannot begin a formula.
    [email, notFormula(displayName), link.url, link.expiresAt],
  )
  saveFile('uru-invitations.csv', csvFile([['email', 'displayName', 'link', 'expiresAt'], ...rows]))
}
