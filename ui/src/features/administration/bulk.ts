import { adviceFor } from '@/components/problem-advice'
import type { LinkToSend } from '@/features/administration/people-import'
import {
  deleteAdminUser,
  patchAdminUser,
  postPasswordLink,
  postRevokeSessions,
} from '@/shared/api/admin-users'
import { toProblemError } from '@/shared/api/problem-error'
import type { AdminUser, Role } from '@/shared/api/schema'

/** What is done with each of several people. */
export type BulkAction = 'disable' | 'enable' | 'role' | 'sessions' | 'invite' | 'delete'

/** What became of one of them. */
export type BulkResult = {
  user: AdminUser
  /** As the person is now; null if deleted, undefined if nothing was changed. */
  after?: AdminUser | null
  /** The new invitation, mailed or not. */
  link?: LinkToSend
  failure?: string
}

/**
 * Returns those of the selected people to whom an action applies. The own account is left out of what would lock the administrator
 * out.
 */
export function applicable(
  action: BulkAction,
  users: readonly AdminUser[],
  ownId: string,
  role: Role,
): AdminUser[] {
  const tests: Record<BulkAction, (user: AdminUser) => boolean> = {
    disable: ({ id, status }) => status === 'active' && id !== ownId,
    enable: ({ status }) => status === 'disabled',
    role: (user) => user.role !== role && user.id !== ownId,
    sessions: ({ id, sessions }) => sessions > 0 && id !== ownId,
    invite: ({ invited, status }) => invited && status === 'active',
    delete: ({ id }) => id !== ownId,
  }
  return users.filter(tests[action])
}

/**
 * Does the action with one person after the other. A failure does not keep the others from their turn.
 *
 * @param onResult is told what became of each as soon as that is known
 * @param signal ends it before the next person
 */
export async function runBulk(
  action: BulkAction,
  users: readonly AdminUser[],
  role: Role,
  onResult: (result: BulkResult) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const user of users) {
    if (signal.aborted) return
    try {
      onResult({ user, ...(await done(action, user, role)) })
    } catch (error) {
      onResult({ user, failure: adviceFor(toProblemError(error)).title })
    }
  }
}

async function done(action: BulkAction, user: AdminUser, role: Role): Promise<Omit<BulkResult, 'user'>> {
  const { id, email, displayName } = user
  switch (action) {
    case 'disable':
      return { after: await patchAdminUser(id, { status: 'disabled' }) }
    case 'enable':
      return { after: await patchAdminUser(id, { status: 'active' }) }
    case 'role':
      return { after: await patchAdminUser(id, { role }) }
    case 'sessions':
      await postRevokeSessions(id)
      return { after: { ...user, sessions: 0 } }
    case 'invite':
      return { link: { email, displayName, link: await postPasswordLink(id) } }
    case 'delete':
      await deleteAdminUser(id)
      return { after: null }
  }
}
