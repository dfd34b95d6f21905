import { findMessage } from '@/features/conversations/message-store'
import { postStop } from '@/shared/api/generations'
import { changeLive, findLive, type LiveGeneration } from './live-generations'
import { shownLength } from './streaming-text'

/** Ends the answer in a conversation; the transcript shows it as stopped when the server says so. */
export function stopGeneration(conversationId: string): void {
  const live = findLive(conversationId)
  if (!live || live.stopping) return
  changeLive(conversationId, { stopping: true })
  if (live.phase === 'running') void sendStop(live)
}

/** Tells the server to stop, and how much of the answer was on the screen. */
export async function sendStop({ id, conversationId, assistantMessageId }: LiveGeneration): Promise<void> {
  try {
    const loaded = findMessage(conversationId, assistantMessageId)?.text.length ?? 0
    await postStop(id, Math.max(loaded, shownLength(assistantMessageId)))
  } catch {
    // The answer goes on, so the button must be there again.
    changeLive(conversationId, { stopping: false })
  }
}
