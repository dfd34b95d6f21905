import { requestJson, requestNothing } from './access'
import type {
  AdminUser,
  AdminUserPage,
  AdminUserPatch,
  ImportedPerson,
  NewAdminUser,
  PasswordLink,
} from './schema'

/** Which people a list has, and in which order. Empty texts leave a condition out. */
export type AdminUserQuery = {
  q: string
  role: AdminUser['role'] | ''
  status: AdminUser['status'] | ''
  sort: 'name' | 'email' | 'newest'
}

export function getAdminUsers(
  query: AdminUserQuery,
  cursor: string | null,
  signal: AbortSignal,
): Promise<AdminUserPage> {
  const search = new URLSearchParams({ sort: query.sort })
  for (const name of ['q', 'role', 'status'] as const) {
    if (query[name] !== '') search.set(name, query[name])
  }
  if (cursor !== null) search.set('cursor', cursor)
  return requestJson({ method: 'GET', path: `/admin/users?${search}`, signal })
}

/** Adds a person. Sending the same again makes a new link for the same person. */
export function postAdminUser(body: NewAdminUser): Promise<{ user: AdminUser; invitation: PasswordLink }> {
  return requestJson({ method: 'POST', path: '/admin/users', body, silenceMs: MAIL_MS })
}

/**
 * Sets what is given, whatever it was before: a person who has changed something of their own meanwhile is no reason to refuse.
 *
 * @throws ProblemError `last_admin`
 */
export function patchAdminUser(id: string, body: AdminUserPatch): Promise<AdminUser> {
  return requestJson({ method: 'PATCH', path: pathOf(id), body })
}

/** @throws ProblemError `last_admin` */
export function deleteAdminUser(id: string): Promise<void> {
  return requestNothing({ method: 'DELETE', path: pathOf(id) })
}

export function postRevokeSessions(id: string): Promise<void> {
  return requestNothing({ method: 'POST', path: `${pathOf(id)}/sessions/revoke` })
}

export function postPasswordLink(id: string): Promise<PasswordLink> {
  return requestJson({ method: 'POST', path: `${pathOf(id)}/password-link`, silenceMs: MAIL_MS })
}

/** A mail server may take half a minute. */
const MAIL_MS = 60_000

/** With a slow mail server, every person of a file takes some seconds. */
const IMPORT_MS = 120_000

/**
 * Adds the people of a CSV file; who has an account already stays as it is.
 *
 * @throws ProblemError `validation_failed` if the file cannot be read; then nothing was done
 */
export async function postPeopleFile(
  file: Blob,
  dryRun: boolean,
  signal?: AbortSignal,
): Promise<ImportedPerson[]> {
  const { items } = await requestJson<{ items: ImportedPerson[] }>({
    method: 'POST',
    path: `/admin/users/import?dryRun=${dryRun}`,
    file: new Blob([file], { type: 'text/csv' }),
    silenceMs: IMPORT_MS,
    ...(signal && { signal }),
  })
  return items
}

function pathOf(id: string): string {
  return `/admin/users/${encodeURIComponent(id)}`
}
