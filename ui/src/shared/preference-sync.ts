import { create } from 'zustand'
import { patchMe } from './api/me'
import { type ProblemError, toProblemError } from './api/problem-error'
import { keepPreferences, type Preferences, pick, usePreferences } from './preferences'

/** Why preferences are not in the account yet; null while none is known. */
export const useSyncProblem = create<{ problem: ProblemError | null }>(() => ({ problem: null }))

let sending: Promise<void> | null = null

/**
 * Sends what the server does not know yet. After a failure it stays unsent: the next change, and each renewal of the session, tries
 * again.
 */
export function syncPreferences(): Promise<void> {
  sending ??= send().finally(() => {
    sending = null
  })
  return sending
}

/** Returns what the server does not know yet. */
export function unsentPreferences(): Partial<Preferences> {
  const state = usePreferences.getState()
  return pick(state, state.unsent)
}

/** Records that the server has received these values; what was changed meanwhile is still unsent. */
export function preferencesSent(values: Partial<Preferences>): void {
  const state = usePreferences.getState()
  keepPreferences({
    unsent: state.unsent.filter((name) => !(name in values) || values[name] !== state[name]),
  })
}

async function send(): Promise<void> {
  for (let values = unsentPreferences(); Object.keys(values).length > 0; values = unsentPreferences()) {
    try {
      await patchMe({ preferences: values })
    } catch (error) {
      useSyncProblem.setState({ problem: toProblemError(error) })
      return
    }
    preferencesSent(values)
  }
  useSyncProblem.setState({ problem: null })
}
