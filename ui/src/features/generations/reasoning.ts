import type { Message } from '@/shared/api/schema'
import { reasoningSeconds, receivedReasoning } from './streaming-text'

/** How a model reasoned: a summary, empty where the provider shows none, and how long; null: not known. */
export type Reasoning = { summary: string; seconds: number | null }

/** Returns the reasoning that is stored with a message, or null if there is none. */
export function reasoningOf({ parts = [] }: Pick<Message, 'parts'>): Reasoning | null {
  const reasonings = parts.filter((part) => part.type === 'reasoning')
  if (reasonings.length === 0) return null
  const seconds = reasonings.map((part) => part.seconds).filter((each) => each !== null)
  return {
    summary: reasonings.map((part) => part.summary).join('\n\n'),
    seconds: seconds.length === 0 ? null : seconds.reduce((sum, each) => sum + each),
  }
}

/** Returns the message with the reasoning that has streamed into this page, if the message itself brings none. */
export function withReceivedReasoning(message: Message): Message {
  const summary = receivedReasoning(message.id)
  if (summary === null || reasoningOf(message)) return message
  const part = { type: 'reasoning', summary, seconds: reasoningSeconds(message.id) } as const
  return { ...message, parts: [part, ...(message.parts ?? [])] }
}
