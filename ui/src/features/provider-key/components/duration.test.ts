import { expect, test } from 'vitest'
import { formatAge, formatDuration } from './duration'

test.each([
  [0, '1 s'],
  [0.12, '1 s'],
  [57, '57 s'],
  [61, '2 min'],
  [3_600, '60 min'],
  [7_201, '3 h'],
  [200_000, '3 days'],
])('writes %d seconds as %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text)
})

test.each([
  ['2026-11-28T12:00:30Z', 'just now'],
  ['2026-11-28T11:59:40Z', 'just now'],
  ['2026-11-28T11:55:00Z', '5 minutes ago'],
  ['2026-11-28T09:59:00Z', '2 hours ago'],
  ['2026-11-27T11:59:00Z', 'yesterday'],
  ['2026-11-20T12:00:00Z', '8 days ago'],
])('tells the age of %s as %s', (at, text) => {
  expect(formatAge(at, Date.parse('2026-11-28T12:00:00Z'))).toBe(text)
})
