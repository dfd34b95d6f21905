import { backOff } from '@/shared/back-off'
import { setConnection } from './running-generations'

/**
 * Shows what happens to the conversations of a user, in whatever tab or device, until the returned function is called. What that
 * takes is loaded after the first paint; while it cannot be loaded, running answers are read as pages.
 */
export function showUserEvents(userId: string): () => void {
  const ended = new AbortController()
  void loadAndShow(userId, ended.signal)
  return () => ended.abort()
}

async function loadAndShow(userId: string, signal: AbortSignal): Promise<void> {
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      const { listenToUserEvents } = await import('./user-event-listener')
      if (!signal.aborted) signal.addEventListener('abort', listenToUserEvents(userId))
      return
    } catch {
      setConnection('reconnecting')
      await backOff(failures, undefined, signal).catch(() => {})
    }
  }
}
