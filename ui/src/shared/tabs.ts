/** A way to the other tabs of this browser that have opened a channel of the same name. */
export type TabChannel<T> = { post: (message: T) => void; close: () => void }

/** Opens a channel to the other tabs, or returns null where the browser has or allows no BroadcastChannel. */
export function openTabChannel<T>(name: string, receive: (message: T) => void): TabChannel<T> | null {
  try {
    const channel = new BroadcastChannel(name)
    channel.addEventListener('message', ({ data }: MessageEvent<T>) => receive(data))
    return { post: (message) => channel.postMessage(message), close: () => channel.close() }
  } catch {
    return null
  }
}

/**
 * Connects this tab with the other tabs of the browser; returns the function that sends them a message. Where the browser has or
 * allows no BroadcastChannel, nothing is sent and nothing is received.
 */
export function connectTabs<T>(name: string, receive: (message: T) => void): (message: T) => void {
  return openTabChannel(name, receive)?.post ?? (() => {})
}
