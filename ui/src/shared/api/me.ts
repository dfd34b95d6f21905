import { requestJson, requestNothing } from './access'
import type { LoginSession, Me, MePatch, Page, User } from './schema'

/** @throws ProblemError `validation_failed`; `payload_too_large` when the preferences are more than 16 KiB */
export function patchMe(body: MePatch): Promise<Me> {
  return requestJson({ method: 'PATCH', path: '/me', body })
}

/**
 * Changes the address by which the user signs in, and ends all other sessions.
 *
 * @throws ProblemError `bad_credentials`, `email_taken`, `validation_failed`, `rate_limited`, `too_many_attempts`
 */
export function putEmail(email: string, password: string): Promise<User> {
  return requestJson({ method: 'PUT', path: '/me/email', body: { email, password } })
}

export async function getLoginSessions(): Promise<LoginSession[]> {
  return (await requestJson<Page<LoginSession>>({ method: 'GET', path: '/me/sessions' })).items
}

export function deleteLoginSession(id: string): Promise<void> {
  return requestNothing({ method: 'DELETE', path: `/me/sessions/${encodeURIComponent(id)}` })
}

/** Erases the account with everything in it. */
export function deleteMe(password: string): Promise<void> {
  return requestNothing({ method: 'DELETE', path: '/me', body: { password } })
}

/** @throws ProblemError `bad_credentials` for a wrong current password, `validation_failed`, `too_many_attempts` */
export function putPassword(currentPassword: string, newPassword: string): Promise<void> {
  return requestNothing({ method: 'PUT', path: '/me/password', body: { currentPassword, newPassword } })
}
