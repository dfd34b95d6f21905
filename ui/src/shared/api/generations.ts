import { requestJson, requestNothing, sendAuthorized } from './access'
import { repeatOnTimeout } from './http'
import { PROVIDER_KEY_HEADER } from './provider-key'
import type { Generation, GenerationRequest, Page } from './schema'

const EVENT_STREAM = { Accept: 'text/event-stream' }

/** Starts a generation and gives its event stream. Sending the same request again is safe: the ids make it one. */
export function postGeneration(
  conversationId: string,
  body: GenerationRequest,
  sealedKey: string,
  signal: AbortSignal,
): Promise<Response> {
  return sendAuthorized({
    method: 'POST',
    path: `/conversations/${encodeURIComponent(conversationId)}/generations`,
    body,
    headers: { ...EVENT_STREAM, [PROVIDER_KEY_HEADER]: sealedKey },
    signal,
  })
}

/** The events after `lastEventId`, or all of them. */
export function getGenerationEvents(
  id: string,
  lastEventId: string | null,
  signal: AbortSignal,
): Promise<Response> {
  return sendAuthorized({
    method: 'GET',
    path: `${pathOf(id)}/events`,
    headers: { ...EVENT_STREAM, ...(lastEventId === null ? {} : { 'Last-Event-ID': lastEventId }) },
    signal,
  })
}

/** `seenLength` is how many characters (UTF-16 code units) of the answer its reader had on the screen. */
export function postStop(id: string, seenLength: number): Promise<void> {
  return repeatOnTimeout(() =>
    requestNothing({ method: 'POST', path: `${pathOf(id)}/stop`, body: { seenLength } }),
  )
}

export async function getRunningGenerations(): Promise<Generation[]> {
  return (await requestJson<Page<Generation>>({ method: 'GET', path: '/generations?status=running' })).items
}

function pathOf(id: string): string {
  return `/generations/${encodeURIComponent(id)}`
}
