/** Steals the leadership from the tab that has it. */
type Steal = () => void

/**
 * Lets one tab of the browser lead at a time: the one that has the Web Lock `name`. The lock of a tab that is closed or crashes
 * goes to the next one; that of a tab that hangs must be stolen.
 *
 * @param lead is called when this tab becomes the leader, and leads until its signal is aborted: another tab has stolen the lock,
 * or `signal` was aborted
 * @param refused is called when the browser gives no locks to this page
 */
export function joinElection(
  locks: LockManager,
  name: string,
  lead: (signal: AbortSignal) => Promise<void>,
  refused: () => void,
  signal: AbortSignal,
): Steal {
  let term = new AbortController()
  let steal = false

  const run = async () => {
    while (!signal.aborted) {
      term = new AbortController()
      // The browser takes no signal for a lock that is to be stolen: it is given at once.
      const options = steal ? { steal } : { signal: term.signal }
      steal = false
      try {
        await locks.request(name, options, () => lead(term.signal))
      } catch (error) {
        if (!isAbort(error)) return refused()
      } finally {
        term.abort()
      }
    }
  }
  signal.addEventListener('abort', () => term.abort())
  void run()
  return () => {
    steal = true
    term.abort()
  }
}

/** Another tab has stolen the lock, or this one waits for it no longer. */
function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}
