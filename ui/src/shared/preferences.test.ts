import { beforeEach, expect, test, vi } from 'vitest'
import { followTheme, setPreferences, usePreferences } from './preferences'

let dark = false
let listeners: (() => void)[] = []

function systemTurns(toDark: boolean): void {
  dark = toDark
  for (const listener of listeners) listener()
}

const theme = () => document.documentElement.dataset['theme']

beforeEach(() => {
  localStorage.clear()
  listeners = []
  dark = false
  vi.stubGlobal('matchMedia', () => ({
    get matches() {
      return dark
    },
    addEventListener: (_: string, listener: () => void) => listeners.push(listener),
  }))
  setPreferences({ theme: 'system', defaultModel: null })
})

test('applies and keeps the theme', () => {
  setPreferences({ theme: 'dark' })

  expect(theme()).toBe('dark')
  expect(JSON.parse(localStorage.getItem('uru.preferences') ?? '')).toMatchObject({ theme: 'dark' })
})

test('follows the system until a theme is chosen', () => {
  followTheme()
  systemTurns(true)
  expect(theme()).toBe('dark')
  systemTurns(false)
  expect(theme()).toBe('light')
  setPreferences({ theme: 'light' })
  systemTurns(true)

  expect(theme()).toBe('light')
})

test('follows a choice made in another tab', () => {
  followTheme()
  localStorage.setItem('uru.preferences', '{"theme":"dark","defaultModel":"o1"}')
  window.dispatchEvent(new StorageEvent('storage', { key: 'uru.preferences' }))

  expect(theme()).toBe('dark')
  expect(usePreferences.getState().defaultModel).toBe('o1')
})

test.each(['not json', 'null', '"dark"', '{"theme":"neon"}'])(
  'is not troubled by %s in storage',
  (stored) => {
    followTheme()
    localStorage.setItem('uru.preferences', stored)
    window.dispatchEvent(new StorageEvent('storage', { key: 'uru.preferences' }))

    expect(usePreferences.getState()).toMatchObject({ theme: 'system', defaultModel: null })
  },
)
