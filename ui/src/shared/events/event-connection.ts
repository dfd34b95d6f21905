import { readWithin } from '@/shared/api/http'
import { toProblemError } from '@/shared/api/problem-error'
import type { UserEvent } from '@/shared/api/schema'
import { getUserEvents } from '@/shared/api/user-events'
import { backOff } from '@/shared/back-off'
import { ServerSentEventParser } from './server-sent-events'
import { readUserEvent } from './user-event'

/** The server sends at least a heartbeat every 15 s; without one for this time, the connection is dead. */
const SILENCE_MS = 25_000

/**
 * Receives the events of the signed-in user until the signal is aborted: opens a connection, and another one whenever one was
 * refused or lost.
 *
 * @param lost called whenever a connection was refused or lost
 */
export async function receiveUserEvents(
  receive: (event: UserEvent) => void,
  lost: () => void,
  signal: AbortSignal,
): Promise<void> {
  for (let failures = 0; !signal.aborted; failures++) {
    let retryAfter: number | undefined
    try {
      const response = await getUserEvents(signal)
      failures = 0
      for await (const event of eventsOf(response, signal)) receive(event)
    } catch (error) {
      retryAfter = toProblemError(error).retryAfter
    }
    if (signal.aborted) return
    lost()
    await backOff(failures, retryAfter, signal).catch(() => {})
  }
}

async function* eventsOf(response: Response, signal: AbortSignal): AsyncGenerator<UserEvent> {
  const reader = response.body?.getReader()
  if (!reader) return
  const cancel = () => void reader.cancel().catch(() => {})
  signal.addEventListener('abort', cancel)
  const parser = new ServerSentEventParser()
  const decoder = new TextDecoder()
  try {
    for (;;) {
      const { done, value } = await readWithin(reader, SILENCE_MS)
      if (done) return
      for (const message of parser.push(decoder.decode(value, { stream: true }))) {
        const event = readUserEvent(message)
        if (event !== null) yield event
      }
    }
  } finally {
    signal.removeEventListener('abort', cancel)
    cancel()
  }
}
