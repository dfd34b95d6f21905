import type { Message } from '@/shared/api/schema'

/** All messages of a conversation by id, oldest first. Replaced, never changed in place. */
export type Messages = ReadonlyMap<string, Message>

/** One row of the transcript; the siblings are the other versions of the message, itself included. */
export type TranscriptEntry = { message: Message; siblingIndex: number; siblingCount: number }

type Children = ReadonlyMap<string | null, readonly Message[]>

const childrenOfMessages = new WeakMap<Messages, Children>()

/** The branch that ends in `headMessageId`, from the first message on; without a known head, the newest branch. */
export function transcriptOf(messages: Messages, headMessageId: string | null): TranscriptEntry[] {
  const head = (headMessageId === null ? undefined : messages.get(headMessageId)) ?? newest(messages)
  if (!head) return []
  const path: Message[] = []
  const seen = new Set<string>()
  for (let message: Message | undefined = leafBelow(messages, head); message; ) {
    if (seen.has(message.id)) break
    seen.add(message.id)
    path.push(message)
    message = message.parentId === null ? undefined : messages.get(message.parentId)
  }
  return path.reverse().map((message) => {
    const siblings = siblingsOf(messages, message)
    return { message, siblingIndex: siblings.indexOf(message), siblingCount: siblings.length }
  })
}

/** The versions of a message in the order in which they were made. */
export function siblingsOf(messages: Messages, message: Message): readonly Message[] {
  return childrenIn(messages).get(message.parentId) ?? []
}

/** The end of the newest branch that goes through `message`. */
export function leafBelow(messages: Messages, message: Message): Message {
  const children = childrenIn(messages)
  const seen = new Set<string>()
  let leaf = message
  for (;;) {
    const next = children.get(leaf.id)?.at(-1)
    if (!next || seen.has(next.id)) return leaf
    seen.add(next.id)
    leaf = next
  }
}

/** Adds messages at the end, or replaces those with the same id where they are. */
export function withMessages(messages: Messages, news: readonly Message[]): Messages {
  const merged = new Map(messages)
  for (const message of news) merged.set(message.id, message)
  return merged
}

/**
 * What the server told about a conversation, with what only this browser knows yet behind it. A message known to be final
 * stays so: the answer may be older than the event that ended the message.
 */
export function withLoaded(known: Messages, loaded: readonly Message[]): Messages {
  const merged = new Map<string, Message>()
  for (const message of loaded) {
    const mine = known.get(message.id)
    const outdated = mine && mine.status !== 'streaming' && message.status === 'streaming'
    merged.set(message.id, outdated ? mine : message)
  }
  for (const message of known.values()) {
    if (!merged.has(message.id)) merged.set(message.id, message)
  }
  return merged
}

export function withoutMessages(messages: Messages, ids: readonly string[]): Messages {
  const remaining = new Map(messages)
  for (const id of ids) remaining.delete(id)
  return remaining
}

function childrenIn(messages: Messages): Children {
  const known = childrenOfMessages.get(messages)
  if (known) return known
  const children = new Map<string | null, Message[]>()
  for (const message of messages.values()) {
    const siblings = children.get(message.parentId)
    if (siblings) siblings.push(message)
    else children.set(message.parentId, [message])
  }
  childrenOfMessages.set(messages, children)
  return children
}

function newest(messages: Messages): Message | undefined {
  return [...messages.values()].at(-1)
}
