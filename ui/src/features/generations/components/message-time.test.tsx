import { act, render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { MessageTime } from './message-time'

afterEach(() => vi.useRealTimers())

it('has no day today, a day from midnight on, and a year in another year', () => {
  vi.useFakeTimers({ now: new Date(2026, 11, 31, 23, 59, 30) })
  render(<MessageTime at={new Date(2026, 11, 31, 12, 0).toISOString()} />)
  const time = () => screen.getByText(/12/).textContent
  expect(time()).not.toContain('31')
  act(() => vi.advanceTimersByTime(120_000))
  expect(time()).toContain('31')
  expect(time()).toContain('2026')
})
