import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { AdministrationNav } from '@/features/administration/components/administration-nav'
import { lastDays, sumUsage } from '@/features/usage/usage-sums'
import { useUsage } from '@/features/usage/use-usage'
import type { UsageItem } from '@/shared/api/schema'
import type { UsageGrouping, UsageTarget } from '@/shared/api/usage'
import { QuotaList } from './quota-list'
import { Choice, FIRST_PERIOD, UsageContent, UsageControls } from './usage-parts'
import { UsageTable } from './usage-table'

const GROUPINGS: Record<
  UsageGrouping,
  { label: string; caption: string; keyOf: (item: UsageItem) => string }
> = {
  user: { label: 'Person', caption: 'By person', keyOf: ({ user }) => user?.email ?? '' },
  model: { label: 'Model', caption: 'By model', keyOf: ({ model }) => model ?? '' },
  day: { label: 'Day', caption: 'By day', keyOf: ({ day }) => day ?? '' },
}

const OPTIONS = Object.entries(GROUPINGS).map(([value, { label }]) => ({ value, label }))

/** What the people of the tenant have used. */
export function UsageScreen({ sidebarButton }: { sidebarButton: ReactNode }) {
  const [groupBy, setGroupBy] = useState<UsageGrouping>('user')
  const [period, setPeriod] = useState(() => lastDays(FIRST_PERIOD))
  const target = useMemo<UsageTarget>(() => ({ type: 'tenant', groupBy }), [groupBy])
  const usage = useUsage(target, period)

  useEffect(() => {
    document.title = 'Usage · Uru'
  }, [])

  return (
    <div className="flex min-w-0 grow flex-col">
      <header data-region className="flex h-14 shrink-0 items-center gap-2 px-4">
        {sidebarButton}
        <AdministrationNav current="usage" />
      </header>
      <main
        id="main"
        data-region
        tabIndex={-1}
        className="min-h-0 grow overflow-y-auto px-4 pb-8 outline-none"
      >
        <div className="mx-auto grid max-w-3xl gap-6 py-3 text-sm">
          <UsageControls target={target} period={period} onPeriod={setPeriod}>
            <Choice
              label="By"
              options={OPTIONS}
              value={groupBy}
              onChange={(value) => setGroupBy(value as UsageGrouping)}
            />
          </UsageControls>
          {usage.report?.quotas && <QuotaList quotas={usage.report.quotas} />}
          <UsageContent usage={usage}>
            {({ items }) => {
              const { label, caption, keyOf } = GROUPINGS[groupBy]
              return <UsageTable caption={caption} heading={label} sums={sumUsage(items, keyOf)} />
            }}
          </UsageContent>
        </div>
      </main>
    </div>
  )
}
