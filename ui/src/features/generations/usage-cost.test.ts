import { expect, test } from 'vitest'
import { costOf } from './usage-cost'

const PRICE = { inputPerMillion: 2, outputPerMillion: 10, cachedInputPerMillion: 0.1, currency: 'USD' }

test.each([
  ['without caching', { promptTokens: 1000, completionTokens: 500 }, 0.007, 0],
  [
    'with a cache that was read',
    { promptTokens: 10_000, cachedTokens: 8_000, completionTokens: 0 },
    0.0048,
    0.0152,
  ],
  [
    'with a cache that was written',
    { promptTokens: 10_000, cacheWriteTokens: 8_000, completionTokens: 0 },
    0.024,
    -0.004,
  ],
  [
    'with both',
    { promptTokens: 10_000, cachedTokens: 6_000, cacheWriteTokens: 2_000, completionTokens: 100 },
    0.0106,
    0.0104,
  ],
])('tells the cost %s', (_, usage, cost, saved) => {
  const told = costOf(usage, PRICE)
  expect(told.cost).toBeCloseTo(cost, 10)
  expect(told.saved).toBeCloseTo(saved, 10)
})

test.each([null, undefined])('saves nothing where the price of the cache is %s', (cachedInputPerMillion) => {
  const usage = { promptTokens: 1000, cachedTokens: 500, cacheWriteTokens: 500, completionTokens: 0 }
  const price = { inputPerMillion: 2, outputPerMillion: 10, currency: 'USD' }
  expect(
    costOf(usage, cachedInputPerMillion === undefined ? price : { ...price, cachedInputPerMillion }),
  ).toEqual({
    cost: 0.002,
    saved: 0,
  })
})

test('never counts less than nothing where the numbers of a provider contradict each other', () => {
  const { cost, saved } = costOf({ promptTokens: 100, cachedTokens: 500, completionTokens: 0 }, PRICE)
  expect(cost).toBeCloseTo(0.00005, 10)
  expect(saved).toBeGreaterThanOrEqual(0)
})
