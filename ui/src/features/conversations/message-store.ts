import { useMemo } from 'react'
import { create } from 'zustand'
import { getConversation, getMessages, patchConversation } from '@/shared/api/conversations'
import { ProblemError, toProblemError } from '@/shared/api/problem-error'
import type { Conversation, Message } from '@/shared/api/schema'
import { currentUserId, onUserChange } from '@/shared/api/session-store'
import { dropConversation, putConversation } from './conversation-store'
import {
  leafBelow,
  type Messages,
  siblingsOf,
  type TranscriptEntry,
  transcriptOf,
  withLoaded,
  withMessages,
  withoutMessages,
} from './message-tree'

/** The messages of one conversation. While `loading` or `failed`, what was known before stays readable. */
type ConversationMessages = {
  status: 'loading' | 'ready' | 'failed'
  problem: ProblemError | null
  messages: Messages
  /** The end of the branch that is shown; null: the newest. */
  headMessageId: string | null
}

const NOTHING: ConversationMessages = {
  status: 'loading',
  problem: null,
  messages: new Map(),
  headMessageId: null,
}

const useMessages = create<Readonly<Record<string, ConversationMessages>>>(() => ({}))

let open: string | null = null

onUserChange(() => {
  open = null
  useMessages.setState({}, true)
})

/** Tells which conversation is on the screen (null: none). */
export function setOpenConversation(conversationId: string | null): void {
  open = conversationId
}

export function openConversationId(): string | null {
  return open
}

/** What the transcript of a conversation shows. Entries keep their `message` identity until it changes. */
export function useTranscript(conversationId: string): {
  status: ConversationMessages['status']
  problem: ProblemError | null
  entries: TranscriptEntry[]
} {
  const { status, problem, messages, headMessageId } = useMessages((all) => all[conversationId] ?? NOTHING)
  const entries = useMemo(() => transcriptOf(messages, headMessageId), [messages, headMessageId])
  return { status, problem, entries }
}

export function findMessage(conversationId: string, messageId: string): Message | undefined {
  return useMessages.getState()[conversationId]?.messages.get(messageId)
}

/** The last message of the shown branch: the parent of what is sent next. */
export function headOf(conversationId: string): Message | undefined {
  const known = useMessages.getState()[conversationId]
  return known && transcriptOf(known.messages, known.headMessageId).at(-1)?.message
}

/** The text of the last question of the shown branch. */
export function lastQuestionOf(conversationId: string): string | undefined {
  const head = headOf(conversationId)
  return head?.role === 'user' ? head.text : findMessage(conversationId, head?.parentId ?? '')?.text
}

/** Returns whether the server has said that there is no such conversation. */
export function isMissing(conversationId: string): boolean {
  return useMessages.getState()[conversationId]?.problem?.status === 404
}

/** Reads a conversation with all its branches. A failure is told by the transcript's `problem`. */
export async function loadMessages(conversationId: string): Promise<void> {
  const userId = currentUserId()
  update(conversationId, ({ messages }) => ({
    status: messages.size > 0 ? 'ready' : 'loading',
    problem: null,
  }))
  try {
    const [conversation, loaded] = await Promise.all([
      getConversation(conversationId),
      getMessages(conversationId),
    ])
    if (userId !== currentUserId()) return
    putConversation(conversation)
    update(conversationId, ({ messages, headMessageId }) => {
      const all = withLoaded(messages, loaded)
      const head = headMessageId === null ? undefined : all.get(headMessageId)
      return {
        status: 'ready',
        messages: all,
        // Another tab or device may have continued the branch that is shown.
        headMessageId: head ? leafBelow(all, head).id : conversation.headMessageId,
      }
    })
  } catch (error) {
    if (userId !== currentUserId()) return
    const problem = toProblemError(error)
    if (problem.status === 404) dropConversation(conversationId)
    update(conversationId, () => ({ status: 'failed', problem }))
  }
}

/** Returns whether messages that were loaded differ from what the server says of the conversation, while no answer is written. */
export function isOutdated({ id, messageCount, headMessageId }: Conversation): boolean {
  const known = useMessages.getState()[id]
  if (known?.status !== 'ready') return false
  const { messages } = known
  if ([...messages.values()].some(({ status }) => status === 'streaming')) return false
  return messages.size !== messageCount || (headMessageId !== null && !messages.has(headMessageId))
}

/** Shows that a conversation is no longer there. */
export function showDeleted(conversationId: string): void {
  if (!useMessages.getState()[conversationId]) return
  const problem = ProblemError.of({ code: 'not_found', status: 404, title: 'Not found' })
  update(conversationId, () => ({ ...NOTHING, status: 'failed', problem }))
}

/** Makes an empty transcript for a conversation that begins here. */
export function beginTranscript(conversationId: string): void {
  update(conversationId, () => ({ ...NOTHING, status: 'ready' }))
}

/**
 * Adds or replaces messages, and shows the branch that ends in `headMessageId` if one is given. A conversation that is not
 * open has nothing to bring up to date.
 */
export function putMessages(conversationId: string, news: readonly Message[], headMessageId?: string): void {
  if (!useMessages.getState()[conversationId]) return
  update(conversationId, ({ messages, headMessageId: head }) => ({
    messages: withMessages(messages, news),
    headMessageId: headMessageId ?? head,
  }))
}

/** Takes back messages that the server refused, and shows the branch that was shown before. */
export function dropMessages(
  conversationId: string,
  ids: readonly string[],
  headMessageId: string | null,
): void {
  update(conversationId, ({ messages }) => ({ messages: withoutMessages(messages, ids), headMessageId }))
}

/**
 * Shows the version of a message that lies `step` before or after it, with the newest branch below. The choice is kept on
 * the server; when that fails it still holds for as long as the page.
 */
export function showSibling(conversationId: string, messageId: string, step: -1 | 1): void {
  const messages = useMessages.getState()[conversationId]?.messages
  const message = messages?.get(messageId)
  if (!messages || !message) return
  const siblings = siblingsOf(messages, message)
  const sibling = siblings[siblings.indexOf(message) + step]
  if (!sibling) return
  const headMessageId = leafBelow(messages, sibling).id
  update(conversationId, () => ({ headMessageId }))
  patchConversation(conversationId, { headMessageId }).then(putConversation, () => {})
}

function update(
  conversationId: string,
  change: (known: ConversationMessages) => Partial<ConversationMessages>,
): void {
  useMessages.setState((all) => {
    const known = all[conversationId] ?? NOTHING
    return { [conversationId]: { ...known, ...change(known) } }
  })
}
