import type { Model, TokenUsage } from '@/shared/api/schema'

const COUNT = new Intl.NumberFormat('en')

/** 128000 -> "128k", 1047576 -> "1M". */
export function formatContext(tokens: number): string {
  if (tokens >= 1_000_000) return `${Math.round(tokens / 100_000) / 10}M`
  return `${Math.round(tokens / 1000)}k`
}

export function formatPrice(amount: number, currency: string): string {
  return new Intl.NumberFormat('en', { style: 'currency', currency, maximumFractionDigits: 3 }).format(amount)
}

export function formatTokens(count: number): string {
  return COUNT.format(count)
}

/** What an answer cost by the catalogue's prices, in the catalogue's currency; null where these are not known. */
export function costOf(usage: TokenUsage, model: Model | undefined): string | null {
  if (!model?.price) return null
  const { inputPerMillion, outputPerMillion, currency } = model.price
  const cost = (usage.promptTokens * inputPerMillion + usage.completionTokens * outputPerMillion) / 1_000_000
  if (cost > 0 && cost < 0.0001) return `< ${formatSmall(0.0001, currency)}`
  return formatSmall(cost, currency)
}

function formatSmall(amount: number, currency: string): string {
  const digits = amount >= 1 ? 2 : 4
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    minimumFractionDigits: Math.min(2, digits),
    maximumFractionDigits: digits,
  }).format(amount)
}
