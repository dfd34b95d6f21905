import { describe, expect, it } from 'vitest'
import type { Model } from '@/shared/api/schema'
import { costOf, formatContext } from './model-format'

const MODEL: Model = {
  id: 'gpt-4o',
  label: 'GPT-4o',
  description: '',
  contextWindow: 128_000,
  maxOutputTokens: 16_384,
  capabilities: {
    systemPrompt: true,
    temperature: true,
    reasoningEffort: false,
    vision: true,
    streaming: true,
  },
  price: { inputPerMillion: 2.5, outputPerMillion: 10, currency: 'USD' },
  available: true,
}

describe('the format of models', () => {
  it.each([
    [8192, '8k'],
    [128_000, '128k'],
    [1_047_576, '1M'],
  ])('writes a context of %i as %s', (tokens, text) => {
    expect(formatContext(tokens)).toBe(text)
  })

  it.each([
    [{ promptTokens: 1000, completionTokens: 500 }, '$0.0075'],
    [{ promptTokens: 10, completionTokens: 1 }, '< $0.0001'],
    [{ promptTokens: 0, completionTokens: 0 }, '$0.00'],
    [{ promptTokens: 400_000, completionTokens: 100_000 }, '$2.00'],
  ])('tells the cost of %o as %s', (usage, text) => {
    expect(costOf(usage, MODEL)).toBe(text)
  })

  it('tells no cost where no price is known', () => {
    expect(costOf({ promptTokens: 1, completionTokens: 1 }, { ...MODEL, price: null })).toBeNull()
    expect(costOf({ promptTokens: 1, completionTokens: 1 }, undefined)).toBeNull()
  })
})
