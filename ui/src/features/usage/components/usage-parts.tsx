import { Download } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/button'
import { adviceFor } from '@/components/problem-advice'
import { ProblemNotice } from '@/components/problem-notice'
import { Skeleton } from '@/components/skeleton'
import { toast } from '@/components/toast'
import { costText, formatTokens, lastDays, sumUsage, tokensOf } from '@/features/usage/usage-sums'
import type { Usage } from '@/features/usage/use-usage'
import { toProblemError } from '@/shared/api/problem-error'
import type { UsageReport } from '@/shared/api/schema'
import { getUsageFile, type UsagePeriod, type UsageTarget } from '@/shared/api/usage'
import { saveFile } from '@/shared/save-file'

const PERIODS = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '12 months' },
] as const

/** The period that is shown first. */
export const FIRST_PERIOD = 30

interface ChoiceProps {
  label: string
  options: readonly { value: string; label: string }[]
  value: string
  onChange: (value: string) => void
}

export function Choice({ label, options, value, onChange }: ChoiceProps) {
  return (
    <label>
      <span className="mb-1 block text-muted text-xs">{label}</span>
      <select
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        className="h-10 rounded-md border border-line-strong bg-raised px-2 text-ink text-sm"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  )
}

interface ControlsProps {
  target: UsageTarget
  period: UsagePeriod
  onPeriod: (period: UsagePeriod) => void
  children?: ReactNode
}

/** What is shown, and the same as a file. */
export function UsageControls({ target, period, onPeriod, children }: ControlsProps) {
  const [days, setDays] = useState(String(FIRST_PERIOD))
  const [saving, setSaving] = useState(false)

  const save = async () => {
    setSaving(true)
    try {
      saveFile(`uru-usage-${period.from}-${period.to}.csv`, await getUsageFile(target, period))
    } catch (error) {
      toast({ tone: 'danger', text: `Nothing was saved. ${adviceFor(toProblemError(error)).title}.` })
    }
    setSaving(false)
  }

  return (
    <div className="flex flex-wrap items-end gap-3">
      {children}
      <Choice
        label="Period"
        options={PERIODS}
        value={days}
        onChange={(value) => {
          setDays(value)
          onPeriod(lastDays(Number(value)))
        }}
      />
      <Button
        icon={<Download aria-hidden size={16} />}
        busy={saving}
        onClick={() => void save()}
        className="ml-auto"
      >
        <span>
          <span className="max-sm:sr-only">Download </span>CSV
        </span>
      </Button>
    </div>
  )
}

/** A report, or why there is none yet. */
export function UsageContent({
  usage,
  children,
}: {
  usage: Usage
  children: (report: UsageReport) => ReactNode
}) {
  const { report, loading, problem, reload } = usage
  if (problem) return <ProblemNotice problem={problem} onRetry={reload} />
  if (!report) return <Skeleton className="h-64" />
  const [total] = sumUsage(report.items, () => 'total')
  if (!total) {
    return (
      <p role="status" className="py-12 text-center text-muted">
        Nothing was used in this period.
      </p>
    )
  }
  return (
    <div className="grid gap-6" aria-busy={loading}>
      <p role="status" className="text-soft">
        {total.answers === 1 ? '1 answer' : `${total.answers.toLocaleString('en')} answers`} ·{' '}
        {formatTokens(tokensOf(total))} tokens · {costText(total)}
      </p>
      {children(report)}
      {report.truncated && (
        <p className="text-muted text-xs">Not everything is shown. Choose a shorter period.</p>
      )}
      <p className="text-muted text-xs">
        The cost is an estimate by the list prices of each day. Days begin at midnight UTC. Titles, and
        answers whose usage the provider did not report, are not counted.
      </p>
    </div>
  )
}
