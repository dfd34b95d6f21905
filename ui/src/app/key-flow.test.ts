import { describe, expect, test } from 'vitest'
import { type KeyFacts, type KeyFlow, NO_KEY_FLOW, settle } from './key-flow'

const FACTS: KeyFacts = { conversationId: null, keyMissing: false, covered: false, modelGone: false }
const flowOf = (flow: Partial<KeyFlow>): KeyFlow => ({ ...NO_KEY_FLOW, ...flow })

describe('the place where a key is entered', () => {
  test('is the card when there is no key', () => {
    expect(settle(NO_KEY_FLOW, { ...FACTS, keyMissing: true }).entry).toBe('card')
    expect(settle(NO_KEY_FLOW, FACTS)).toBe(NO_KEY_FLOW)
  })

  test('stays the card when it has stored the key, until its owner is done', () => {
    expect(settle(flowOf({ entry: 'card' }), FACTS).entry).toBe('card')
  })

  test('is none when the key was given in a dialog over the card', () => {
    expect(settle(flowOf({ entry: 'card' }), { ...FACTS, covered: true }).entry).toBe('none')
    expect(settle(flowOf({ entry: 'card' }), { ...FACTS, covered: true, keyMissing: true }).entry).toBe(
      'card',
    )
  })

  test('stays the dialog while it is open', () => {
    expect(settle(flowOf({ entry: 'dialog' }), { ...FACTS, keyMissing: true }).entry).toBe('dialog')
  })
})

describe('a question that waits', () => {
  test('waits no longer when another conversation is shown', () => {
    const waiting = flowOf({ waitsFor: 'key', waitsIn: 'a' })
    expect(settle(waiting, { ...FACTS, conversationId: 'a' })).toBe(waiting)
    expect(settle(waiting, { ...FACTS, conversationId: 'b' }).waitsFor).toBe('nothing')
    expect(settle(waiting, FACTS).waitsFor).toBe('nothing')
  })

  test('waits for a model only while its own is gone', () => {
    const waiting = flowOf({ waitsFor: 'model' })
    expect(settle(waiting, { ...FACTS, modelGone: true })).toBe(waiting)
    expect(settle(waiting, FACTS).waitsFor).toBe('nothing')
  })
})
