import { describe, expect, it } from 'vitest'
import { usageItem } from '@/testing/fake-usage'
import { costText, formatTokens, lastDays, sumUsage } from './usage-sums'

describe('usage', () => {
  it('is added up by key, and its cost by currency', () => {
    const items = [
      usageItem({ day: '2026-11-01', promptTokens: 10, completionTokens: 1, cost: 0.5 }),
      usageItem({ day: '2026-11-02', promptTokens: 20, completionTokens: 2, cost: 2 }),
      usageItem({ day: '2026-11-01', promptTokens: 30, completionTokens: 3, cost: 1, answers: 4 }),
      usageItem({ day: '2026-11-01', promptTokens: 1, completionTokens: 1, cost: 3, currency: 'EUR' }),
    ]

    const [first, second] = sumUsage(items, ({ day }) => day ?? '')

    expect(first).toMatchObject({ key: '2026-11-01', answers: 6, promptTokens: 41, completionTokens: 5 })
    expect(first && costText(first)).toBe('$1.50 + €3.00')
    expect(second && costText(second)).toBe('$2.00')
  })

  it.each([
    [{ cost: 0.000_24 }, '$0.0002'],
    [{ cost: 0 }, '$0.00'],
    [{ cost: null, currency: null }, 'no price'],
  ])('of %o costs %s', (change, text) => {
    const [sum] = sumUsage([usageItem(change)], () => '')
    expect(sum && costText(sum)).toBe(text)
  })

  it('says when a part of it has no price', () => {
    const [sum] = sumUsage([usageItem({ cost: 2 }), usageItem({ cost: null, currency: null })], () => '')
    expect(sum && costText(sum)).toBe('over $2.00')
  })

  it('has short numbers of tokens', () => {
    expect([0, 999, 1_234, 1_234_567].map(formatTokens)).toEqual(['0', '999', '1.2K', '1.2M'])
  })

  it('is of days in UTC', () => {
    const now = Date.parse('2026-11-30T23:30:00-05:00')
    expect(lastDays(7, now)).toEqual({ from: '2026-11-25', to: '2026-12-01' })
    expect(lastDays(1, now)).toEqual({ from: '2026-12-01', to: '2026-12-01' })
  })
})
