import { useState } from 'react'
import { lastDays, sumUsage } from '@/features/usage/usage-sums'
import { useUsage } from '@/features/usage/use-usage'
import type { Quota } from '@/shared/api/schema'
import type { UsageTarget } from '@/shared/api/usage'
import { OwnBudgetForm } from './own-budget'
import { QuotaList } from './quota-list'
import { FIRST_PERIOD, UsageContent, UsageControls } from './usage-parts'
import { UsageTable } from './usage-table'

const OWN: UsageTarget = { type: 'own' }

/** What holds, and what people can set for themselves. */
function Budgets({ quotas, onChange }: { quotas: readonly Quota[]; onChange: () => void }) {
  return (
    <div className="grid gap-4">
      <QuotaList quotas={quotas} />
      <details>
        <summary className="w-fit cursor-pointer rounded-md py-1 font-medium text-accent">
          Set a budget of your own
        </summary>
        <div className="pt-3">
          <OwnBudgetForm quotas={quotas} onSaved={onChange} />
        </div>
      </details>
    </div>
  )
}

/** What the user has used, by model and day. */
export function UsageSettings() {
  const [period, setPeriod] = useState(() => lastDays(FIRST_PERIOD))
  const usage = useUsage(OWN, period)
  return (
    <section aria-label="Usage" className="grid gap-6 text-sm">
      {usage.report?.quotas && <Budgets quotas={usage.report.quotas} onChange={usage.reload} />}
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
