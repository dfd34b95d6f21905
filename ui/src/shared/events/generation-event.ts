import type { GenerationEvent } from '@/shared/api/schema'

const FINAL_EVENTS: ReadonlySet<string> = new Set([
  'completed',
  'stopped',
  'incomplete',
  'interrupted',
  'failed',
])

/**
 * Reads an event of a generation. Names and shapes that the contract does not know give null: what a model or a proxy slips
 * into a stream has no effect here.
 */
export function readGenerationEvent(event: string, data: unknown): GenerationEvent | null {
  if (!isObject(data)) return null
  switch (event) {
    case 'started':
      if (!hasId(data['generation']) || !hasId(data['assistantMessage'])) return null
      break
    case 'reasoning':
    case 'delta':
      if (typeof data['text'] !== 'string') return null
      break
    case 'title':
      if (typeof data['title'] !== 'string') return null
      break
    default:
      if (!isFinal(event) || !hasId(data['message'])) return null
  }
  return { event, data } as unknown as GenerationEvent
}

/** Returns whether a generation has no event after the one of this name. */
export function isFinal(event: string): boolean {
  return FINAL_EVENTS.has(event)
}

export function hasId(value: unknown): boolean {
  return isObject(value) && typeof value['id'] === 'string'
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
