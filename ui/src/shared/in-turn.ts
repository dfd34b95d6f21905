import { withTimeLimit } from './time-limit'

/** A tab that has had its turn for so long hangs or is frozen. */
const TURN_MS = 3_000

/** Runs the action when no other tab of this browser runs the one of this name, or after 3 s anyway. */
export async function inTurn<T>(name: string, action: () => Promise<T>): Promise<T> {
  const { locks } = navigator as { locks?: LockManager | null }
  // Web Locks need a secure context.
  if (!locks) return action()
  let begun = false
  try {
    return await withTimeLimit(TURN_MS, (signal) =>
      locks.request(name, { signal }, () => {
        begun = true
        return action()
      }),
    )
  } catch (error) {
    if (begun) throw error
    return action()
  }
}
