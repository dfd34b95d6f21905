import { create } from 'zustand'
import { patchMe } from './api/me'
import { type ProblemError, toProblemError } from './api/problem-error'
import { inTurn } from './in-turn'
import { keepPreferences, type Preferences, pick, readCopy, usePreferences } from './preferences'

/** Why preferences are not in the account yet; null while none is known. */
export const useSyncProblem = create<{ problem: ProblemError | null }>(() => ({ problem: null }))

let sending: Promise<void> | null = null

/**
 * Sends what the server does not know yet. After a failure it stays unsent: the next change, and each renewal of the session, tries
 * again. Tabs share what is unsent and take turns, so that one of them sends it.
 */
export function syncPreferences(): Promise<void> {
  sending ??= inTurn('uru.preferences', send).finally(() => {
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

/** The browser tells a tab with a delay what another one has changed in the storage. Changes nothing where there is nothing to drop. */
function dropWhatAnotherTabSent(): void {
  const state = usePreferences.getState()
  const kept = readCopy()
  const sent = state.unsent.filter((name) => kept[name] === state[name] && !kept.unsent.includes(name))
  if (sent.length > 0 && kept.owner === state.owner) preferencesSent(pick(state, sent))
}

async function send(): Promise<void> {
  dropWhatAnotherTabSent()
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
