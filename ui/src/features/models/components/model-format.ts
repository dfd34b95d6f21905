import type { Model, ModelPrice, ReasoningEffort } from '@/shared/api/schema'

const SHORT_DATE = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})
const LONG_DATE = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})

/** Returns a number of tokens in short: 128000 as "128k", 1050000 as "1.05M". */
export function formatContext(tokens: number): string {
  if (tokens >= 1_000_000) return `${Math.round(tokens / 10_000) / 100}M`
  return `${Math.round(tokens / 1000)}k`
}

function formatPrice(amount: number, currency: string): string {
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    maximumFractionDigits: 3,
    trailingZeroDisplay: 'stripIfInteger',
  }).format(amount)
}

/** Returns the prices per million tokens: "$2 in · $0.20 cached · $10 out". */
export function formatPrices(price: ModelPrice): string {
  const { inputPerMillion, cachedInputPerMillion, outputPerMillion, currency } = price
  const parts = [`${formatPrice(inputPerMillion, currency)} in`]
  if (typeof cachedInputPerMillion === 'number')
    parts.push(`${formatPrice(cachedInputPerMillion, currency)} cached`)
  parts.push(`${formatPrice(outputPerMillion, currency)} out`)
  return parts.join(' · ')
}

/** Returns a date of the API, `2027-01-14`, as "14 Jan 2027"; what is no date is returned as it is. */
export function formatDate(date: string, length: 'short' | 'long' = 'short'): string {
  const time = Date.parse(date)
  if (Number.isNaN(time)) return date
  return (length === 'short' ? SHORT_DATE : LONG_DATE).format(time)
}

/** The words for a reasoning effort, and what it does. */
export const EFFORTS: Record<ReasoningEffort, { label: string; description: string }> = {
  none: { label: 'None', description: 'Answers at once, without reasoning' },
  minimal: { label: 'Minimal', description: 'Reasons very briefly' },
  low: { label: 'Low', description: 'Fast and inexpensive, for simple questions' },
  medium: { label: 'Medium', description: 'Balances speed and depth' },
  high: { label: 'High', description: 'Reasons longer, for hard problems' },
  xhigh: { label: 'Extra high', description: 'Reasons much longer; slow and expensive' },
  max: { label: 'Maximum', description: 'Reasons as long as it can; most expensive' },
}

/** Returns whether the model reasons before it answers. */
export function reasons({ efforts, capabilities, known }: Model): boolean {
  // A model that reasons takes no temperature; of an unknown model that is a guess.
  return efforts.some((effort) => effort !== 'none') || (known && !capabilities.temperature)
}
