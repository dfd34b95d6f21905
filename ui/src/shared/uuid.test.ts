import { expect, test } from 'vitest'
import { uuidv7 } from './uuid'

test('has the form of version 7 and the time of its making', () => {
  const before = Date.now()
  const id = uuidv7()

  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  const time = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
  expect(time).toBeGreaterThanOrEqual(before)
  expect(time).toBeLessThanOrEqual(Date.now())
})

test('is never the same twice', () => {
  expect(new Set(Array.from({ length: 1000 }, uuidv7)).size).toBe(1000)
})
