const DELAYS_MS = [500, 1000, 2000, 4000, 8000]

/** How many delays there are before the longest one is repeated. */
export const BACK_OFF_STEPS = DELAYS_MS.length

/** @throws DOMException AbortError when the signal was aborted */
export function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const abort = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort)
      resolve()
    }, milliseconds)
    signal.addEventListener('abort', abort)
  })
}

/**
 * Sleeps before the next attempt: longer after every failure, and at least as long as the server has asked for. Returns early
 * when the network comes back.
 *
 * @param failures number of failed attempts before this one
 * @param retryAfter seconds
 * @throws DOMException AbortError when the signal was aborted
 */
export async function backOff(
  failures: number,
  retryAfter: number | undefined,
  signal: AbortSignal,
): Promise<void> {
  const delay = DELAYS_MS[Math.min(failures, BACK_OFF_STEPS - 1)] ?? 0
  const waiting = new AbortController()
  const stop = () => waiting.abort()
  window.addEventListener('online', stop)
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  await sleep(Math.max(delay, (retryAfter ?? 0) * 1000), waiting.signal).catch(() => {})
  window.removeEventListener('online', stop)
  signal.removeEventListener('abort', stop)
  signal.throwIfAborted()
}
