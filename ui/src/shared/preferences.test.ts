import { beforeEach, describe, expect, test, vi } from 'vitest'
import { preferencesSent, unsentPreferences } from './preference-sync'
import {
  followPreferences,
  hidePreferences,
  setPreferences,
  takePreferences,
  usePreferences,
} from './preferences'

let dark = false
let listeners: (() => void)[] = []

function systemTurns(toDark: boolean): void {
  dark = toDark
  for (const listener of listeners) listener()
}

const page = () => document.documentElement.dataset
const kept = () => JSON.parse(localStorage.getItem('uru.preferences') ?? '')

function otherTabWrites(copy: string): void {
  localStorage.setItem('uru.preferences', copy)
  window.dispatchEvent(new StorageEvent('storage', { key: 'uru.preferences' }))
}

beforeEach(() => {
  listeners = []
  dark = false
  vi.stubGlobal('matchMedia', () => ({
    get matches() {
      return dark
    },
    addEventListener: (_: string, listener: () => void) => listeners.push(listener),
  }))
  followPreferences()
  otherTabWrites('{}')
})

test('applies the look and keeps it for the next first paint', () => {
  setPreferences({ theme: 'dark', textSize: 'large', motion: 'reduced' })

  expect(page()).toMatchObject({ theme: 'dark', textSize: 'large', motion: 'reduced' })
  expect(kept()).toMatchObject({ theme: 'dark', textSize: 'large', motion: 'reduced' })
})

test('follows the system until a theme is chosen', () => {
  systemTurns(true)
  expect(page()['theme']).toBe('dark')
  systemTurns(false)
  expect(page()['theme']).toBe('light')
  setPreferences({ theme: 'light' })
  systemTurns(true)

  expect(page()['theme']).toBe('light')
})

test('follows a choice made in another tab', () => {
  otherTabWrites('{"theme":"dark","defaultModel":"o1","unsent":["theme"]}')

  expect(page()['theme']).toBe('dark')
  expect(usePreferences.getState().defaultModel).toBe('o1')
  expect(unsentPreferences()).toEqual({ theme: 'dark' })
})

test.each(['not json', 'null', '"dark"', '{"theme":"neon","instructions":1,"unsent":["owner","x"]}'])(
  'is not troubled by %s in storage',
  (stored) => {
    otherTabWrites(stored)

    expect(usePreferences.getState()).toMatchObject({
      theme: 'system',
      defaultModel: null,
      instructions: '',
      unsent: [],
    })
  },
)

describe('the preferences of an account', () => {
  test('begin with what was chosen in this browser before there were any', () => {
    otherTabWrites('{"theme":"dark","defaultModel":"o1"}')
    takePreferences('ada', { defaultModel: 'gpt-4o' })

    expect(usePreferences.getState()).toMatchObject({ theme: 'dark', defaultModel: 'gpt-4o' })
    expect(unsentPreferences()).toEqual({ theme: 'dark' })
  })

  test('are shown wherever its owner signs in', () => {
    takePreferences('ada', { theme: 'dark', timeFormat: '24', sendKey: 'mod-enter', later: 1 })

    expect(page()['theme']).toBe('dark')
    expect(kept()).toMatchObject({ timeFormat: '24', sendKey: 'mod-enter', owner: 'ada' })
    expect(unsentPreferences()).toEqual({})
  })

  test('do not replace what the server has not received yet', () => {
    takePreferences('ada', {})
    setPreferences({ theme: 'dark' })
    takePreferences('ada', { theme: 'light', textSize: 'large' })

    expect(usePreferences.getState()).toMatchObject({ theme: 'dark', textSize: 'large' })
    expect(unsentPreferences()).toEqual({ theme: 'dark' })
  })

  test('replace what the server has received', () => {
    takePreferences('ada', {})
    setPreferences({ theme: 'dark', textSize: 'large' })
    preferencesSent({ theme: 'dark', textSize: 'small' })
    takePreferences('ada', {})

    expect(usePreferences.getState()).toMatchObject({ theme: 'system', textSize: 'large' })
  })

  test('are left as they are by a server of an earlier version', () => {
    takePreferences('ada', { theme: 'dark' })
    setPreferences({ textSize: 'large' })
    takePreferences('ada', undefined)

    expect(usePreferences.getState()).toMatchObject({ theme: 'dark', unsent: ['textSize'] })
  })

  test('never pass to another person', () => {
    takePreferences('ada', { instructions: 'I am a doctor', theme: 'dark' })
    setPreferences({ defaultModel: 'o1' })
    takePreferences('bob', undefined)

    expect(usePreferences.getState()).toMatchObject({ instructions: '', defaultModel: null, unsent: [] })
    expect(localStorage.getItem('uru.preferences')).not.toContain('doctor')
  })

  test('leave nothing but the look in the browser when their owner signs out', () => {
    takePreferences('ada', { instructions: 'I am a doctor', theme: 'dark' })
    hidePreferences()

    expect(localStorage.getItem('uru.preferences')).not.toContain('doctor')
    expect(page()['theme']).toBe('dark')
  })
})
