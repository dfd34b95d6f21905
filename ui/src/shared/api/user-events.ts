import { sendAuthorized } from './access'

/** Opens the stream of the signed-in user's events: changed conversations, and all events of all running generations. */
export function getUserEvents(signal: AbortSignal): Promise<Response> {
  return sendAuthorized({
    method: 'GET',
    path: '/me/events?follow=all',
    headers: { Accept: 'text/event-stream' },
    signal,
  })
}
