import { requestJson, requestNothing } from './access'
import { repeatOnTimeout } from './http'
import { PROVIDER_KEY_HEADER } from './provider-key'
import type { EventPage, Generation, GenerationRequest, Page, StartedGeneration } from './schema'

/** Starts a generation, and creates its conversation if the body says how. Sending the same request again is safe: the ids make it one. */
export function postGeneration(
  conversationId: string,
  body: GenerationRequest,
  sealedKey: string,
  signal: AbortSignal,
): Promise<StartedGeneration> {
  return requestJson({
    method: 'POST',
    path: `/conversations/${encodeURIComponent(conversationId)}/generations`,
    body,
    headers: { [PROVIDER_KEY_HEADER]: sealedKey },
    signal,
  })
}

/** The events after position `after`, up to position `until` if one is given. A page may hold only the first of them. */
export function getGenerationEvents(id: string, after: number, until: number | null): Promise<EventPage> {
  const end = until === null ? '' : `&until=${until}`
  return requestJson({ method: 'GET', path: `${pathOf(id)}/events?after=${after}${end}` })
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
