import { create } from 'zustand'

/** Switching tabs to and fro closes no connection. */
const HIDDEN_AFTER_MS = 5_000

/**
 * What is on the screen. Only an answer that can be seen has a connection: over HTTP/1.1 a browser opens six to one host, for all
 * tabs together, and further requests wait until one of them ends.
 */
export const useWatched = create<{ conversationId: string | null; pageVisible: boolean }>(() => ({
  conversationId: null,
  pageVisible: true,
}))

let hiding: ReturnType<typeof setTimeout> | undefined

document.addEventListener('visibilitychange', () => {
  clearTimeout(hiding)
  if (document.visibilityState === 'visible') useWatched.setState({ pageVisible: true })
  else hiding = setTimeout(() => useWatched.setState({ pageVisible: false }), HIDDEN_AFTER_MS)
})

/** Tells which conversation is open. */
export function watchConversation(conversationId: string | null): void {
  useWatched.setState({ conversationId })
}

/** Returns whether what happens in a conversation can be seen now. */
export function isWatched(conversationId: string): boolean {
  const { conversationId: open, pageVisible } = useWatched.getState()
  return pageVisible && open === conversationId
}
