import { useCallback, useEffect, useState } from 'react'

/** What the chat screen asks for, and what the question in its composer waits for. */
export type KeyFlow = {
  /** Where a key is entered: on the card of a first visit, which stays until its owner is done with it, or in a dialog. */
  entry: 'none' | 'card' | 'dialog'
  /** `key`: one that is locked or missing; `model`: another one than that which is gone; `models`: the list that is being loaded. */
  waitsFor: 'nothing' | 'key' | 'model' | 'models'
  /** Where the question is (null: in the new conversation). It waits only while that is shown. */
  waitsIn: string | null
}

export type KeyFacts = {
  conversationId: string | null
  /** Whether someone who may ask has no key. */
  keyMissing: boolean
  /** Whether a dialog lies over the screen that may ask for a key as well. */
  covered: boolean
  modelGone: boolean
}

export const NO_KEY_FLOW: KeyFlow = { entry: 'none', waitsFor: 'nothing', waitsIn: null }

/** Returns the state as the facts have changed it; the same object if they have not. */
export function settle(flow: KeyFlow, { conversationId, keyMissing, covered, modelGone }: KeyFacts): KeyFlow {
  let { entry, waitsFor } = flow
  if (entry === 'none' && keyMissing) entry = 'card'
  // A key that was given in the settings, over the card, is not asked for again.
  if (entry === 'card' && covered && !keyMissing) entry = 'none'
  if (flow.waitsIn !== conversationId || (waitsFor === 'model' && !modelGone)) waitsFor = 'nothing'
  return entry === flow.entry && waitsFor === flow.waitsFor ? flow : { ...flow, entry, waitsFor }
}

/** Returns the state, and the function that changes parts of it. */
export function useKeyFlow(facts: KeyFacts): [KeyFlow, (change: Partial<KeyFlow>) => void] {
  const [stored, setStored] = useState(NO_KEY_FLOW)
  const flow = settle(stored, facts)
  useEffect(() => setStored(flow), [flow])
  const { conversationId } = facts
  const change = useCallback(
    (part: Partial<KeyFlow>) => setStored((before) => ({ ...before, waitsIn: conversationId, ...part })),
    [conversationId],
  )
  return [flow, change]
}
