import { cx } from '@/components/cx'
import { quotaFigures, quotaLabel, quotaNote, quotaPercent } from '@/features/usage/quota-words'
import type { Quota } from '@/shared/api/schema'

const BARS: Record<Quota['state'], string> = { ok: 'bg-accent', warning: 'bg-warn', reached: 'bg-danger' }

/** Limits with bars: the figures are there as text, too. */
export function QuotaList({ quotas }: { quotas: readonly Quota[] }) {
  if (quotas.length === 0) return null
  return (
    <ul aria-label="Limits" className="grid gap-4">
      {quotas.map((quota) => (
        <li key={`${quota.owner} ${quota.measure} ${quota.period}`}>
          <p className="flex flex-wrap justify-between gap-x-4">
            <span className="font-medium">{quotaLabel(quota)}</span>
            <span className="tabular-nums">{quotaFigures(quota)}</span>
          </p>
          <span aria-hidden className="mt-1.5 block h-1.5 rounded-full bg-hover">
            <span
              className={cx('block h-full rounded-full', BARS[quota.state])}
              style={{ width: `${quotaPercent(quota)}%` }}
            />
          </span>
          <p className="mt-1 text-muted text-xs">{quotaNote(quota)}</p>
        </li>
      ))}
    </ul>
  )
}
