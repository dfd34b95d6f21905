import { describe, expect, it } from 'vitest'
import { completeModel } from '@/shared/api/models'
import { formatContext, formatDate, formatPrices, reasons } from './model-format'

const MODEL = completeModel({ id: 'gpt-4o' })

describe('the format of models', () => {
  it.each([
    [8192, '8k'],
    [128_000, '128k'],
    [1_047_576, '1.05M'],
    [2_000_000, '2M'],
  ])('writes a context of %i as %s', (tokens, text) => {
    expect(formatContext(tokens)).toBe(text)
  })

  it('names the price of cached input only where it is known', () => {
    const price = {
      inputPerMillion: 0.1,
      outputPerMillion: 0.5,
      cachedInputPerMillion: 0.01,
      currency: 'USD',
    }
    expect(formatPrices(price)).toBe('$0.10 in · $0.01 cached · $0.50 out')
    expect(formatPrices({ ...price, outputPerMillion: 10, cachedInputPerMillion: null })).toBe(
      '$0.10 in · $10 out',
    )
  })

  it('writes dates in words, in any time zone', () => {
    expect(formatDate('2027-01-14')).toBe('14 Jan 2027')
    expect(formatDate('2027-01-14', 'long')).toBe('14 January 2027')
    expect(formatDate('soon')).toBe('soon')
  })

  it.each([
    [{ efforts: ['none', 'low'] }, true],
    [{ efforts: ['none'], capabilities: { ...MODEL.capabilities, temperature: true } }, false],
    [{ capabilities: { ...MODEL.capabilities, temperature: false } }, true],
    [{ capabilities: { ...MODEL.capabilities, temperature: false }, known: false }, false],
  ] as const)('says of %o that it reasons: %s', (change, expected) => {
    expect(reasons({ ...MODEL, ...change })).toBe(expected)
  })
})
