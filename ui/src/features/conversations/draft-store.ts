import { create } from 'zustand'
import { currentUserId, onUserChange } from '@/shared/api/session-store'

/** Typing is kept this long after the last key, and at once when the page goes away. */
const WRITE_AFTER_MS = 300
const PREFIX = 'uru.draft.'

const useDrafts = create<Readonly<Record<string, string>>>(() => ({}))
const unwritten = new Map<string, ReturnType<typeof setTimeout>>()

window.addEventListener('pagehide', () => {
  for (const key of [...unwritten.keys()]) write(key)
})

onUserChange((previous, state) => {
  for (const key of [...unwritten.keys()]) write(key)
  // Who signs out leaves nothing behind; whose session expired gets the text back after signing in again.
  if (state.status === 'anonymous' && !state.expired) forgetAll(previous.id)
  useDrafts.setState({}, true)
})

/** What is typed but not sent in a conversation (null: in the one that does not exist yet). Survives a reload. */
export function useDraft(conversationId: string | null): string {
  return useDrafts((drafts) => drafts[keyOf(conversationId)] ?? read(keyOf(conversationId)))
}

export function draftOf(conversationId: string | null): string {
  const key = keyOf(conversationId)
  return useDrafts.getState()[key] ?? read(key)
}

export function setDraft(conversationId: string | null, text: string): void {
  const key = keyOf(conversationId)
  useDrafts.setState({ [key]: text })
  clearTimeout(unwritten.get(key))
  unwritten.set(
    key,
    setTimeout(() => write(key), WRITE_AFTER_MS),
  )
}

/** Gives a text that was refused back to its composer, before whatever has been typed since. */
export function returnToDraft(conversationId: string | null, text: string): void {
  const typed = draftOf(conversationId)
  setDraft(conversationId, typed === '' ? text : `${text}\n\n${typed}`)
}

/** As `returnToDraft`, for a user whose session has just ended: the text is there after the next sign-in. */
export function keepForLater(userId: string, conversationId: string | null, text: string): void {
  const key = keyOf(conversationId, userId)
  const typed = read(key)
  save(key, typed === '' ? text : `${text}\n\n${typed}`)
}

/** The opposite of `returnToDraft`: the text is on its way again. */
export function takeFromDraft(conversationId: string | null, text: string): void {
  const typed = draftOf(conversationId)
  if (typed.startsWith(text)) setDraft(conversationId, typed.slice(text.length).trimStart())
}

function keyOf(conversationId: string | null, userId = currentUserId() ?? ''): string {
  return `${PREFIX}${userId}.${conversationId ?? 'new'}`
}

function read(key: string): string {
  try {
    return localStorage.getItem(key) ?? ''
  } catch {
    return ''
  }
}

function write(key: string): void {
  clearTimeout(unwritten.get(key))
  unwritten.delete(key)
  save(key, useDrafts.getState()[key] ?? '')
}

function save(key: string, text: string): void {
  try {
    if (text === '') localStorage.removeItem(key)
    else localStorage.setItem(key, text)
  } catch {
    // Storage is full or blocked: the draft then lasts as long as the page.
  }
}

function forgetAll(userId: string): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(`${PREFIX}${userId}.`)) localStorage.removeItem(key)
    }
  } catch {
    // Storage is blocked: there is nothing to forget.
  }
}
