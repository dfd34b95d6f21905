import { requestJson, requestNothing, sendAuthorized } from './access'
import type { LoginSession, Page } from './schema'

/** Opens the stream of the signed-in user's events: changed conversations, and all events of all running generations. */
export function getUserEvents(signal: AbortSignal): Promise<Response> {
  return sendAuthorized({
    method: 'GET',
    path: '/me/events?follow=all',
    headers: { Accept: 'text/event-stream' },
    signal,
  })
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
