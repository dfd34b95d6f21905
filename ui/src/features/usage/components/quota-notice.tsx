import { Gauge, X } from 'lucide-react'
import { cx } from '@/components/cx'
import { IconButton } from '@/components/icon-button'
import { Link } from '@/components/link'
import { quotaConsequence, quotaFigures, quotaLabel, quotaPercent } from '@/features/usage/quota-words'
import { useQuotas } from '@/features/usage/use-quotas'
import type { Quota } from '@/shared/api/schema'
import { createUserStore } from '@/shared/user-store'

/** What this person has closed; it is shown again when more is used up, or of another period. */
const closed = createUserStore<{ notice: string | null }>('uru.quota.', (stored) => ({
  notice: typeof stored === 'object' && stored !== null && 'notice' in stored ? String(stored.notice) : null,
}))

/** Tells, at the top of the page, that a budget is nearly or wholly used up, until it is closed. */
export function QuotaNotice() {
  const quotas = useQuotas()
  const { notice } = closed.use()
  const quota =
    quotas.find(({ state }) => state === 'reached') ?? quotas.find(({ state }) => state === 'warning')
  if (!quota || keyOf(quota) === notice) return null
  const reached = quota.state === 'reached'
  return (
    <aside
      aria-label="Limit"
      className={cx(
        'flex shrink-0 items-start gap-3 px-4 py-2 pt-[max(0.5rem,env(safe-area-inset-top))] text-sm',
        reached ? 'bg-danger-wash' : 'bg-warn-wash',
      )}
    >
      <Gauge aria-hidden size={16} className={cx('mt-2 shrink-0', reached ? 'text-danger' : 'text-warn')} />
      <p role="status" className="min-w-0 grow py-1.5">
        <span className="font-medium">
          {quotaLabel(quota)}: {reached ? 'used up' : `${quotaPercent(quota)} % used`}
        </span>{' '}
        ({quotaFigures(quota)}). {quotaConsequence(quota)}{' '}
        <Link href="/settings/usage" className="whitespace-nowrap text-accent underline underline-offset-4">
          Your usage
        </Link>
      </p>
      <IconButton
        label="Close the notice"
        icon={<X aria-hidden size={16} />}
        onClick={() => closed.set({ notice: keyOf(quota) })}
      />
    </aside>
  )
}

function keyOf({ owner, measure, period, state, renewsAt }: Quota): string {
  return [owner, measure, period, state, renewsAt].join(' ')
}
