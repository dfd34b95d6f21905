import { expect, test } from 'vitest'
import { formatMoment } from './moment'

const TIME = { hour: '2-digit', minute: '2-digit' } as const
const BOTH = { dateStyle: 'medium', timeStyle: 'short' } as const
const AFTERNOON = new Date(2026, 0, 1, 14, 30)
const MIDNIGHT = new Date(2026, 0, 1, 0, 5)

test('writes the hours of a day as they were chosen', () => {
  expect(formatMoment(AFTERNOON, TIME, '24')).toBe('14:30')
  expect(formatMoment(AFTERNOON, TIME, '12')).toMatch(/02:30\sPM/i)
  expect(formatMoment(AFTERNOON, BOTH, '24')).toContain('14:30')
  expect(formatMoment(AFTERNOON, BOTH, '12')).toMatch(/2:30\sPM/i)
})

test('begins a day with 0 of 24 hours and 12 of 12', () => {
  expect(formatMoment(MIDNIGHT, TIME, '24')).toBe('00:05')
  expect(formatMoment(MIDNIGHT, TIME, '12')).toMatch(/12:05\sAM/i)
})
