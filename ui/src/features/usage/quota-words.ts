import type { Quota } from '@/shared/api/schema'
import { formatAmount, formatTokens } from './usage-sums'

const BUDGETS: Record<Quota['owner'], string> = {
  own: 'Your own budget',
  user: 'Your budget',
  tenant: 'Budget of the organisation',
}

const BYTES_OF_MEGABYTE = 1_000_000

/** Returns whose limit it is, and of what: "Your budget, this month". */
export function quotaLabel({ owner, measure, period }: Quota): string {
  if (period !== null) return `${BUDGETS[owner]}, ${period === 'day' ? 'today' : 'this month'}`
  const what = measure === 'bytes' ? 'storage' : 'conversations'
  return owner === 'tenant' ? `All ${what} of the organisation` : `Your ${what}`
}

/** Returns what is used: "$4.20 of $5.00". */
export function quotaFigures({ used, limit, ...quota }: Quota): string {
  return `${amountText(used, quota)} of ${amountText(limit, quota)}${UNITS[quota.measure]}`
}

const UNITS: Record<Quota['measure'], string> = {
  tokens: ' tokens',
  cost: '',
  bytes: ' MB',
  conversations: '',
}

function amountText(amount: number, { measure, currency }: Pick<Quota, 'measure' | 'currency'>): string {
  if (currency !== null) return formatAmount(amount, currency)
  if (measure === 'bytes')
    return (amount / BYTES_OF_MEGABYTE).toLocaleString('en', { maximumFractionDigits: 2 })
  return measure === 'tokens' ? formatTokens(amount) : amount.toLocaleString('en')
}

/** Returns how much is used, whole percent; 100 only when nothing is left. */
export function quotaPercent({ used, limit }: Quota): number {
  return Math.min(100, Math.floor((100 * used) / limit))
}

/** Returns how far it is used up and when it renews: "used up, renews 1 Dec, 01:00". */
export function quotaNote(quota: Quota): string {
  const renewal = quota.renewsAt === null ? [] : [`renews ${timeText(quota.renewsAt)}`]
  return [`${quotaPercent(quota)} %`, ...STATES[quota.state], ...renewal].join(', ')
}

const STATES: Record<Quota['state'], readonly string[]> = {
  ok: [],
  warning: ['nearly used up'],
  reached: ['used up'],
}

/** Returns what follows from a limit that is nearly or wholly used up. */
export function quotaConsequence({ measure, renewsAt, state }: Quota): string {
  if (state !== 'reached') return renewsAt === null ? '' : `It renews on ${timeText(renewsAt)}.`
  if (renewsAt !== null) return `Uru takes no more questions until ${timeText(renewsAt)}.`
  return measure === 'bytes'
    ? 'Delete conversations before you ask again.'
    : 'Delete one before you begin another.'
}

/** Returns a time of the device: "1 Dec, 01:00". */
function timeText(time: string): string {
  return new Date(time).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  })
}
