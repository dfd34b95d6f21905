import type { GenerationEvent } from '@/shared/api/schema'
import type { ServerSentEvent } from './server-sent-events'

/**
 * Reads an event of a generation. Names and shapes that the contract does not know give null: what a model or a proxy slips
 * into a stream has no effect here.
 */
export function readGenerationEvent({ event, data }: ServerSentEvent): GenerationEvent | null {
  const payload = parse(data)
  if (payload === null) return null
  switch (event) {
    case 'started':
      if (!hasId(payload['generation']) || !hasId(payload['assistantMessage'])) return null
      break
    case 'reasoning':
    case 'delta':
      if (typeof payload['text'] !== 'string') return null
      break
    case 'title':
      if (typeof payload['title'] !== 'string') return null
      break
    case 'failed':
    case 'completed':
    case 'stopped':
    case 'incomplete':
    case 'interrupted':
      if (!hasId(payload['message'])) return null
      break
    default:
      return null
  }
  return { event, data: payload } as unknown as GenerationEvent
}

/** Whether the server closes the stream after this event. */
export function isFinal({ event }: GenerationEvent): boolean {
  return event !== 'started' && event !== 'reasoning' && event !== 'delta' && event !== 'title'
}

function parse(data: string): Record<string, unknown> | null {
  try {
    const payload: unknown = JSON.parse(data)
    return isObject(payload) ? payload : null
  } catch {
    return null
  }
}

function hasId(value: unknown): boolean {
  return isObject(value) && typeof value['id'] === 'string'
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
