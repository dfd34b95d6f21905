import { create } from 'zustand'
import {
  deleteConversation,
  getConversations,
  patchConversation,
  postConversation,
} from '@/shared/api/conversations'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'
import type { Conversation, ConversationPatch, NewConversation } from '@/shared/api/schema'
import { currentUserId, onUserChange } from '@/shared/api/session-store'
import { setDraft } from './draft-store'

/** The sidebar's list: pinned on top, then newest activity first; `nextCursor` null means that all are here. */
type ConversationList = {
  status: 'idle' | 'loading' | 'ready' | 'failed'
  problem: ProblemError | null
  items: readonly Conversation[]
  nextCursor: string | null
}

const EMPTY: ConversationList = { status: 'idle', problem: null, items: [], nextCursor: null }

export const useConversations = create<ConversationList>(() => EMPTY)

onUserChange(() => useConversations.setState(EMPTY, true))

export function useConversation(id: string | null): Conversation | undefined {
  return useConversations(({ items }) => items.find((item) => item.id === id))
}

/** Reads the first page anew. A failure is told by `status` and `problem`. */
export function loadConversations(): Promise<void> {
  return loadPage(null)
}

/** Reads the next page, if there is one and none is being read. */
export async function loadMoreConversations(): Promise<void> {
  const { status, nextCursor } = useConversations.getState()
  if (status !== 'loading' && nextCursor !== null) await loadPage(nextCursor)
}

/** Creates the conversation on the server unless it is there: the same id can be sent any number of times. */
export async function ensureConversation(conversation: NewConversation): Promise<void> {
  if (findConversation(conversation.id)) return
  putConversation(await postConversation(conversation))
}

/**
 * Changes title, model, pin … at once on the screen, then on the server.
 *
 * @throws ProblemError when the server refused; the former values are shown again
 */
export async function changeConversation(id: string, change: ConversationPatch): Promise<void> {
  const before = findConversation(id)
  if (before) putConversation({ ...before, ...change })
  try {
    putConversation(await patchConversation(id, change))
  } catch (error) {
    if (before) putConversation(before)
    throw error
  }
}

/**
 * Removes a conversation, and what was typed but not sent in it.
 *
 * @throws ProblemError when the server refused; the conversation is then still listed
 */
export async function removeConversation(id: string): Promise<void> {
  await deleteConversation(id)
  setDraft(id, '')
  useConversations.setState(({ items }) => ({ items: items.filter((item) => item.id !== id) }))
}

export function findConversation(id: string): Conversation | undefined {
  return useConversations.getState().items.find((item) => item.id === id)
}

/** Takes over what the server said about a conversation. */
export function putConversation(conversation: Conversation): void {
  useConversations.setState(({ items }) => ({ items: merged(items, [conversation]) }))
}

async function loadPage(cursor: string | null): Promise<void> {
  const userId = currentUserId()
  useConversations.setState({ status: 'loading', problem: null })
  try {
    const page = await getConversations(cursor)
    if (userId !== currentUserId()) return
    useConversations.setState(({ items }) => ({
      status: 'ready',
      items: merged(items, page.items),
      nextCursor: page.nextCursor,
    }))
  } catch (error) {
    if (userId !== currentUserId()) return
    useConversations.setState({ status: 'failed', problem: toProblemError(error) })
  }
}

function merged(known: readonly Conversation[], news: readonly Conversation[]): Conversation[] {
  const byId = new Map(known.map((item) => [item.id, item]))
  for (const item of news) byId.set(item.id, item)
  return [...byId.values()].sort(
    (a, b) => Number(b.pinned) - Number(a.pinned) || Date.parse(b.updatedAt) - Date.parse(a.updatedAt),
  )
}
