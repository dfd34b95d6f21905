import type { Quota } from '@/shared/api/schema'
import { formatAmount, formatTokens } from './usage-sums'

const OWNERS: Record<Quota['owner'], string> = {
  own: 'Your own budget',
  user: 'Your budget',
  tenant: 'Budget of the organisation',
}

/** Returns whose limit it is, and of which time: "Your budget, this month". */
export function quotaLabel({ owner, period }: Quota): string {
  return `${OWNERS[owner]}, ${period === 'day' ? 'today' : 'this month'}`
}

/** Returns what is used: "$4.20 of $5.00". */
export function quotaFigures({ used, limit, ...quota }: Quota): string {
  return `${amountText(used, quota)} of ${amountText(limit, quota)}${quota.measure === 'tokens' ? ' tokens' : ''}`
}

function amountText(amount: number, { currency }: Pick<Quota, 'currency'>): string {
  return currency === null ? formatTokens(amount) : formatAmount(amount, currency)
}

/** Returns how much is used, whole percent; 100 only when nothing is left. */
export function quotaPercent({ used, limit }: Quota): number {
  return Math.min(100, Math.floor((100 * used) / limit))
}

/** Returns when it renews, in the time of the device: "1 Dec, 01:00". */
export function renewalText({ renewsAt }: Quota): string {
  return new Date(renewsAt).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  })
}
