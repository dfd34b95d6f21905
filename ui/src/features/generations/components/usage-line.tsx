import { costOf } from '@/features/generations/usage-cost'
import { formatTokens } from '@/features/models/components/token-count'
import type { Model, TokenUsage } from '@/shared/api/schema'

/** The smallest amount that is told. */
const LEAST = 0.0001

/** Tokens and cost of an answer. The model is undefined where the catalogue does not have it. */
export function UsageLine({ usage, model }: { usage: TokenUsage; model: Model | undefined }) {
  const { promptTokens, completionTokens, cachedTokens = 0, reasoningTokens = 0 } = usage
  const about = usage.reportedBy === 'client' ? 'about ' : ''
  const price = model?.price
  const { cost, saved } = price ? costOf(usage, price) : { cost: null, saved: 0 }
  return (
    <>
      <span>
        {about}
        {formatTokens(promptTokens)} in{cachedTokens > 0 && ` (${formatTokens(cachedTokens)} cached)`} ·{' '}
        {formatTokens(completionTokens)} out
        {reasoningTokens > 0 && ` (${formatTokens(reasoningTokens)} reasoning)`}
      </span>
      {price && cost !== null && (
        <span>
          {about}
          {cost > 0 && cost < LEAST ? `< ${money(LEAST, price.currency)}` : money(cost, price.currency)}
        </span>
      )}
      {price && saved >= LEAST && <span>saved {money(saved, price.currency)} by caching</span>}
    </>
  )
}

function money(amount: number, currency: string): string {
  const digits = amount >= 1 ? 2 : 4
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    minimumFractionDigits: Math.min(2, digits),
    maximumFractionDigits: digits,
  }).format(amount)
}
