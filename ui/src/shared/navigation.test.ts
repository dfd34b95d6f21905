import { act, renderHook } from '@testing-library/react'
import { expect, test } from 'vitest'
import { navigate, usePath } from './navigation'

test('follows navigation and the back button', async () => {
  const { result } = renderHook(usePath)
  act(() => navigate('/c/1'))
  expect(result.current).toBe('/c/1')
  act(() => {
    window.history.replaceState(null, '', '/settings/key')
    window.dispatchEvent(new PopStateEvent('popstate'))
  })

  expect(result.current).toBe('/settings/key')
})

test('replaces the entry in the history when told to', () => {
  const before = window.history.length
  navigate('/a', { replace: true })
  expect(window.history.length).toBe(before)
  expect(window.location.pathname).toBe('/a')
  navigate('/b')

  expect(window.history.length).toBe(before + 1)
})
