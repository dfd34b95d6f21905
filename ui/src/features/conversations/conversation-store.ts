import { create } from 'zustand'
import { deleteConversation, getConversations, patchConversation } from '@/shared/api/conversations'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'
import type { Conversation, ConversationPatch, Page } from '@/shared/api/schema'
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

const removing = new Set<string>()

export const useConversations = create<ConversationList>(() => EMPTY)

onUserChange(() => useConversations.setState(EMPTY, true))

export function useConversation(id: string | null): Conversation | undefined {
  return useConversations(({ items }) => items.find((item) => item.id === id))
}

/** Reads the first page anew; what was deleted of it is dropped. A failure is told by `status` and `problem`. */
export function loadConversations(): Promise<void> {
  return loadPage(null)
}

/** Reads the next page, if there is one and none is being read. */
export async function loadMoreConversations(): Promise<void> {
  const { status, nextCursor } = useConversations.getState()
  if (status !== 'loading' && nextCursor !== null) await loadPage(nextCursor)
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
  removing.add(id)
  try {
    await deleteConversation(id)
  } finally {
    removing.delete(id)
  }
  setDraft(id, '')
  dropConversation(id)
}

/** Returns whether this tab waits for the server's answer to `removeConversation`. */
export function isBeingRemoved(id: string): boolean {
  return removing.has(id)
}

/** Takes a conversation out of the list that the server no longer has. */
export function dropConversation(id: string): void {
  useConversations.setState(({ items }) => ({ items: items.filter((item) => item.id !== id) }))
}

export function findConversation(id: string): Conversation | undefined {
  return useConversations.getState().items.find((item) => item.id === id)
}

/** Takes over what the server said about a conversation, unless a newer version is known. */
export function putConversation(conversation: Conversation): void {
  useConversations.setState(({ items }) => ({ items: merged(items, [conversation]) }))
}

async function loadPage(cursor: string | null): Promise<void> {
  const userId = currentUserId()
  const { items: known } = useConversations.getState()
  useConversations.setState({ status: 'loading', problem: null })
  try {
    const page = await getConversations(cursor)
    if (userId !== currentUserId()) return
    useConversations.setState(({ items, nextCursor }) => ({
      status: 'ready',
      items: merged(cursor === null ? withoutDeleted(items, known, page) : items, page.items),
      nextCursor: cursor === null && reaches(known, page) ? nextCursor : page.nextCursor,
    }))
  } catch (error) {
    if (userId !== currentUserId()) return
    useConversations.setState({ status: 'failed', problem: toProblemError(error) })
  }
}

/** Leaves out what was known before the first page was read, belongs on it and is not there. */
function withoutDeleted(
  items: readonly Conversation[],
  known: readonly Conversation[],
  { items: listed, nextCursor }: Page<Conversation>,
): Conversation[] {
  const last = listed.at(-1)
  return items.filter(
    (item) =>
      !known.includes(item) ||
      listed.some(({ id }) => id === item.id) ||
      (nextCursor !== null && last && byPlace(last, item) <= 0),
  )
}

/** Returns whether the first page ends in what is known already: the pages behind it need not be read again. */
function reaches(known: readonly Conversation[], { items }: Page<Conversation>): boolean {
  const last = items.at(-1)
  return known.some(({ id, updatedAt }) => id === last?.id && updatedAt === last.updatedAt)
}

function merged(known: readonly Conversation[], news: readonly Conversation[]): Conversation[] {
  const byId = new Map(known.map((item) => [item.id, item]))
  for (const item of news) {
    const newer = byId.get(item.id)
    if (!newer || newer.version <= item.version) byId.set(item.id, item)
  }
  return [...byId.values()].sort(byPlace)
}

function byPlace(a: Conversation, b: Conversation): number {
  return Number(b.pinned) - Number(a.pinned) || Date.parse(b.updatedAt) - Date.parse(a.updatedAt)
}
