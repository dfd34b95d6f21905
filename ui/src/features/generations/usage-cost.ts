import type { Model, TokenUsage } from '@/shared/api/schema'

/** Providers that bill the writing of a cache take a quarter more than for other input. */
const CACHE_WRITE_FACTOR = 1.25

type Price = NonNullable<Model['price']> & { cachedInputPerMillion?: number | null }

/** The cost of an answer, and by how much caching has lowered it; negative where the writing cost more than it saved. */
export type UsageCost = { cost: number; saved: number }

/** Returns the cost by the catalogue's prices, in its currency. What a cache gives has the input's price unless it has its own. */
export function costOf(usage: TokenUsage, price: Price): UsageCost {
  const { inputPerMillion, outputPerMillion, cachedInputPerMillion } = price
  const { promptTokens, completionTokens, cachedTokens = 0, cacheWriteTokens = 0 } = usage
  const read = cachedTokens * (cachedInputPerMillion ?? inputPerMillion)
  // Without a price for the cache the provider is taken to bill none, the writing included.
  const writeFactor = cachedInputPerMillion == null ? 1 : CACHE_WRITE_FACTOR
  const written = cacheWriteTokens * inputPerMillion * writeFactor
  const uncached = Math.max(0, promptTokens - cachedTokens - cacheWriteTokens) * inputPerMillion
  const input = read + written + uncached
  return {
    cost: (input + completionTokens * outputPerMillion) / 1_000_000,
    saved: (Math.max(promptTokens, cachedTokens + cacheWriteTokens) * inputPerMillion - input) / 1_000_000,
  }
}
