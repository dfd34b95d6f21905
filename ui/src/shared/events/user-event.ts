import type { UserEvent } from '@/shared/api/schema'
import { hasId, isObject } from './generation-event'
import type { ServerSentEvent } from './server-sent-events'

/** Reads an event of `GET /me/events`; names and shapes that the contract does not know give null. */
export function readUserEvent({ event, data }: ServerSentEvent): UserEvent | null {
  const payload = parse(data)
  return payload !== null && isKnown(event, payload)
    ? ({ event, data: payload } as unknown as UserEvent)
    : null
}

function isKnown(event: string, data: Record<string, unknown>): boolean {
  switch (event) {
    case 'running':
      return Array.isArray(data['generations']) && data['generations'].every(isRunning)
    case 'conversation_changed':
      return hasId(data) && Number.isInteger(data['version'])
    case 'conversation_deleted':
      return hasId(data)
    case 'generation_started':
      return isGeneration(data['generation'])
    case 'generation':
      return (
        typeof data['generationId'] === 'string' &&
        Number.isInteger(data['after']) &&
        Number.isInteger(data['position']) &&
        typeof data['event'] === 'string'
      )
    default:
      return false
  }
}

function isRunning(value: unknown): boolean {
  return isObject(value) && isGeneration(value['generation']) && Number.isInteger(value['position'])
}

function isGeneration(value: unknown): boolean {
  return (
    isObject(value) &&
    hasId(value) &&
    typeof value['conversationId'] === 'string' &&
    typeof value['messageId'] === 'string'
  )
}

function parse(data: string): Record<string, unknown> | null {
  try {
    const payload: unknown = JSON.parse(data)
    return isObject(payload) ? payload : null
  } catch {
    return null
  }
}
