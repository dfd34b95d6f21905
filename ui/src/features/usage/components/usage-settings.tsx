import { useState } from 'react'
import { lastDays, sumUsage } from '@/features/usage/usage-sums'
import { useUsage } from '@/features/usage/use-usage'
import type { UsageTarget } from '@/shared/api/usage'
import { FIRST_PERIOD, UsageContent, UsageControls } from './usage-parts'
import { UsageTable } from './usage-table'

const OWN: UsageTarget = { type: 'own' }

/** What the user has used, by model and day. */
export function UsageSettings() {
  const [period, setPeriod] = useState(() => lastDays(FIRST_PERIOD))
  const usage = useUsage(OWN, period)
  return (
    <section aria-label="Usage" className="grid gap-6 text-sm">
      <UsageControls target={OWN} period={period} onPeriod={setPeriod} />
      <UsageContent usage={usage}>
        {({ items }) => (
          <>
            <UsageTable
              caption="By model"
              heading="Model"
              sums={sumUsage(items, ({ model }) => model ?? '')}
            />
            <UsageTable caption="By day" heading="Day" sums={sumUsage(items, ({ day }) => day ?? '')} />
          </>
        )}
      </UsageContent>
    </section>
  )
}
