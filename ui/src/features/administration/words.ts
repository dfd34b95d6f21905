import type { AdminUser, Role } from '@/shared/api/schema'
import { formatMoment } from '@/shared/moment'

export const ROLES: readonly { value: Role; label: string; description: string }[] = [
  { value: 'user', label: 'Member', description: 'Asks with a key of their own.' },
  { value: 'admin', label: 'Administrator', description: 'Also manages people.' },
  { value: 'viewer', label: 'Viewer', description: 'Reads what is shared with them.' },
]

export const roleLabel = (role: Role) => ROLES.find(({ value }) => value === role)?.label ?? role

const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })
const MOMENT = { dateStyle: 'medium', timeStyle: 'short' } as const

export const dayOf = (time: string) => DAY.format(new Date(time))
export const momentOf = (time: string) => formatMoment(new Date(time), MOMENT)

/** “1 person”, “1,200 people”. */
export function peopleOf(count: number): string {
  return count === 1 ? '1 person' : `${count.toLocaleString()} people`
}

/** “1 session”, “3 sessions”. */
export function sessionsOf({ sessions }: AdminUser): string {
  return sessions === 1 ? '1 session' : `${sessions} sessions`
}

const MEGABYTE = 1_000_000
const MEGABYTES = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 })

/** “1 conversation”, “1,200 conversations”. */
function conversationsOf(count: number): string {
  return count === 1 ? '1 conversation' : `${count.toLocaleString()} conversations`
}

/** “12 conversations, 3.4 MB”; less than 0.1 MB is not told. */
export function storageOf({ storage }: AdminUser): string {
  if (!storage) return '–'
  const megabytes = storage.bytes / MEGABYTE
  const size = megabytes < 0.1 ? '' : `, ${MEGABYTES.format(megabytes)} MB`
  return conversationsOf(storage.conversations) + size
}

/** Whether this person can sign in, in a word. */
export function stateOf({ status, invited }: AdminUser): 'Disabled' | 'Invited' | 'Active' {
  if (status === 'disabled') return 'Disabled'
  return invited ? 'Invited' : 'Active'
}
