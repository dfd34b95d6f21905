/**
 * Connects this tab with the other tabs of the browser; returns the function that sends them a message. Where the browser has or
 * allows no BroadcastChannel, nothing is sent and nothing is received.
 */
export function connectTabs<T>(name: string, receive: (message: T) => void): (message: T) => void {
  try {
    const channel = new BroadcastChannel(name)
    channel.addEventListener('message', ({ data }: MessageEvent<T>) => receive(data))
    return (message) => channel.postMessage(message)
  } catch {
    return () => {}
  }
}
