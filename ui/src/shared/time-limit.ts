/**
 * Runs an action with a signal that is aborted when the time is over before the action has settled, and whenever `outer` is
 * aborted.
 *
 * @throws DOMException TimeoutError when the time was over
 */
export async function withTimeLimit<T>(
  milliseconds: number,
  action: (signal: AbortSignal) => Promise<T>,
  outer?: AbortSignal,
): Promise<T> {
  const inner = new AbortController()
  const follow = () => inner.abort(outer?.reason)
  if (outer?.aborted) follow()
  outer?.addEventListener('abort', follow)
  let timeout: DOMException | undefined
  const timer = setTimeout(() => {
    timeout = new DOMException('The time limit is over', 'TimeoutError')
    inner.abort(timeout)
  }, milliseconds)
  try {
    return await action(inner.signal)
  } catch (error) {
    // Some browsers report every abort as an AbortError.
    throw timeout ?? error
  } finally {
    clearTimeout(timer)
  }
}
