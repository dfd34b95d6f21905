import type {
  AdminUser,
  AdminUserPatch,
  ImportedPerson,
  NewAdminUser,
  PasswordLink,
} from '@/shared/api/schema'
import { Refused } from './refused'

/** The people of a tenant as an administrator manages them, for as long as the fake server lives. */
export class FakePeople {
  people: AdminUser[] = []
  /** Whether links are mailed, or why they cannot be. */
  mail: Pick<PasswordLink, 'mailed' | 'mailProblem'> = { mailed: false, mailProblem: null }
  readonly #links = new Map<string, string>()

  list(query: URLSearchParams): AdminUser[] {
    const words = (query.get('q') ?? '').toLowerCase().split(/\s+/)
    const matches = ({ displayName, email, role, status }: AdminUser) =>
      words.every((word) => `${displayName} ${email}`.toLowerCase().includes(word)) &&
      [null, role].includes(query.get('role') as AdminUser['role'] | null) &&
      [null, status].includes(query.get('status') as AdminUser['status'] | null)
    return this.people.filter(matches).sort((a, b) => a.displayName.localeCompare(b.displayName))
  }

  add({ id, email, displayName, role }: NewAdminUser): { user: AdminUser; invitation: PasswordLink } {
    if (this.people.some((person) => person.email === email && person.id !== id)) {
      throw new Refused(409, 'email_taken', 'This e-mail address has an account')
    }
    const user = person({ id, email, displayName, role, invited: true, sessions: 0, lastUsedAt: null })
    this.people = [...this.people.filter((known) => known.id !== id), user]
    return { user, invitation: this.link(id) }
  }

  /** Reads files without line breaks in their values. */
  importFile(text: string, dryRun: boolean): { items: ImportedPerson[] } {
    const [header, ...lines] = text.split(/\r?\n/)
    if (!/^.?email/.test(header ?? '')) {
      throw new Refused(400, 'validation_failed', 'The first line has to name the columns.')
    }
    const items = lines.flatMap((line, i) => {
      const [email = '', displayName = '', role = ''] = line
        .split(',')
        .map((value) => value.replaceAll('"', ''))
      return line === '' ? [] : this.#importLine({ line: i + 2, email, displayName, role }, dryRun)
    })
    return { items }
  }

  #importLine(
    about: Pick<ImportedPerson, 'line' | 'email' | 'displayName' | 'role'>,
    dryRun: boolean,
  ): ImportedPerson {
    if (!about.email.includes('@')) {
      return { ...about, status: 'invalid', problem: 'This is not an e-mail address.', invitation: null }
    }
    if (this.people.some(({ email }) => email === about.email)) {
      return { ...about, status: 'exists', problem: null, invitation: null }
    }
    const request = { ...about, id: `imported-${about.email}`, role: about.role as AdminUser['role'] }
    return {
      ...about,
      status: 'created',
      problem: null,
      invitation: dryRun ? null : this.add(request).invitation,
    }
  }

  change(id: string, patch: AdminUserPatch): AdminUser {
    const before = this.find(id)
    const after = { ...before, ...patch, version: before.version + 1 }
    if (patch.status === 'disabled') after.sessions = 0
    this.#keepAnAdmin(this.people.map((each) => (each.id === id ? after : each)))
    return after
  }

  delete(id: string): void {
    this.find(id)
    this.#keepAnAdmin(this.people.filter((each) => each.id !== id))
  }

  endSessions(id: string): void {
    this.people = this.people.map((each) => (each.id === id ? { ...each, sessions: 0 } : each))
  }

  link(id: string): PasswordLink {
    const token = `token-of-${id}`
    this.#links.set(token, id)
    return {
      url: `https://uru.example.org/set-password#${token}`,
      expiresAt: new Date(Date.now() + 7 * 86_400_000).toISOString(),
      ...this.mail,
    }
  }

  /** The person of a link. */
  recipient(token: string): AdminUser {
    return this.find(this.#links.get(token) ?? '')
  }

  /** Uses a link up. */
  useLink(token: string): AdminUser {
    const recipient = this.recipient(token)
    this.#links.delete(token)
    return recipient
  }

  find(id: string): AdminUser {
    const found = this.people.find((each) => each.id === id)
    if (!found) throw new Refused(404, 'not_found', 'There is nothing here')
    return found
  }

  #keepAnAdmin(people: AdminUser[]): void {
    if (!people.some(({ role, status }) => role === 'admin' && status === 'active')) {
      throw new Refused(409, 'last_admin', 'This is the last administrator')
    }
    this.people = people
  }
}

/** A person who uses Uru, with these differences. */
export function person(about: Partial<AdminUser> & Pick<AdminUser, 'id'>): AdminUser {
  return {
    email: `${about.id}@example.org`,
    displayName: about.id,
    role: 'user',
    status: 'active',
    invited: false,
    sessions: 1,
    lastUsedAt: '2026-11-28T15:04:00Z',
    storage: { bytes: 3_400_000, conversations: 12 },
    createdAt: '2026-10-01T08:00:00Z',
    version: 1,
    ...about,
  }
}
