import type { UsageItem } from '@/shared/api/schema'
import type { UsagePeriod } from '@/shared/api/usage'

/** Answers that are added up. */
export interface UsageSum {
  key: string
  answers: number
  promptTokens: number
  completionTokens: number
  /** By currency. */
  costs: ReadonlyMap<string, number>
  /** Some of the answers are of models without a list price. */
  unpriced: boolean
}

const DAY_MS = 86_400_000
const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** Adds up the items of each key, in the order in which the keys come first. */
export function sumUsage(items: readonly UsageItem[], keyOf: (item: UsageItem) => string): UsageSum[] {
  const sums = new Map<string, UsageSum>()
  for (const item of items) {
    const key = keyOf(item)
    sums.set(key, added(sums.get(key) ?? nothing(key), item))
  }
  return [...sums.values()]
}

function nothing(key: string): UsageSum {
  return { key, answers: 0, promptTokens: 0, completionTokens: 0, costs: new Map(), unpriced: false }
}

function added(sum: UsageSum, { cost, currency, ...item }: UsageItem): UsageSum {
  const costs = new Map(sum.costs)
  if (cost !== null && currency !== null) costs.set(currency, (costs.get(currency) ?? 0) + cost)
  return {
    key: sum.key,
    answers: sum.answers + item.answers,
    promptTokens: sum.promptTokens + item.promptTokens,
    completionTokens: sum.completionTokens + item.completionTokens,
    costs,
    unpriced: sum.unpriced || cost === null,
  }
}

export function tokensOf({ promptTokens, completionTokens }: UsageSum): number {
  return promptTokens + completionTokens
}

/** Returns "1.2M" of 1,234,567. */
export function formatTokens(tokens: number): string {
  return COMPACT.format(tokens)
}

/** Returns the cost for people: "$1.20", "over $1.20" if a part has no price, "no price" if nothing has one. */
export function costText({ costs, unpriced }: UsageSum): string {
  if (costs.size === 0) return 'no price'
  const amounts = [...costs].map(([currency, amount]) => formatAmount(amount, currency)).join(' + ')
  return unpriced ? `over ${amounts}` : amounts
}

/** Returns "$1.20"; less than a cent has one digit that is not 0. */
export function formatAmount(amount: number, currency: string): string {
  const small = amount > 0 && amount < 0.01
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    maximumSignificantDigits: small ? 1 : undefined,
  }).format(amount)
}

/** Returns the last days in UTC, today included. */
export function lastDays(days: number, now = Date.now()): UsagePeriod {
  const day = (time: number) => new Date(time).toISOString().slice(0, 10)
  return { from: day(now - (days - 1) * DAY_MS), to: day(now) }
}
