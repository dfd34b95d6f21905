import { sendAuthorized } from './access'
import { foreign } from './http'

/**
 * Opens the stream of the signed-in user's events: changed conversations, and all events of all running generations.
 *
 * @throws ProblemError also if the answer is no event stream: then it comes from a gateway
 */
export async function getUserEvents(signal: AbortSignal): Promise<Response> {
  const response = await sendAuthorized({
    method: 'GET',
    path: '/me/events?follow=all',
    headers: { Accept: 'text/event-stream' },
    signal,
  })
  if (/^text.event-stream/.test(response.headers.get('Content-Type') ?? '')) return response
  response.body?.cancel().catch(() => {})
  throw foreign(response.status)
}
