import { useState } from 'react'
import { Button } from '@/components/button'
import { adviceFor } from '@/components/problem-advice'
import { TextField } from '@/components/text-field'
import { getInactiveCount } from '@/shared/api/admin-settings'
import { toProblemError } from '@/shared/api/problem-error'
import { SettingsSection, type SettingsSectionProps } from './settings-section'

/** How long conversations are kept. */
export function RetentionSection({ draft, form }: SettingsSectionProps) {
  const [report, setReport] = useState<string | null>(null)
  const days = Number(draft.retentionDays)
  const countable = Number.isInteger(days) && days > 0

  const count = async () => {
    setReport('Counting …')
    try {
      setReport(wouldDelete(await getInactiveCount(days)))
    } catch (error) {
      setReport(`They could not be counted. ${adviceFor(toProblemError(error)).title}.`)
    }
  }

  return (
    <SettingsSection title="Retention">
      <TextField
        label="Days without a question after which a conversation is deleted"
        value={draft.retentionDays}
        placeholder="Never"
        type="number"
        inputMode="numeric"
        min={1}
        max={3650}
        className="max-w-sm"
        hint="Pinned and archived conversations count, too. Empty: conversations are kept until their owner deletes them."
        error={form.errorOf('retentionDays')}
        onChange={(event) => {
          setReport(null)
          form.edit({ retentionDays: event.target.value })
        }}
      />
      {countable && (
        <div className="flex flex-wrap items-center gap-3">
          <Button onClick={() => void count()}>How many would that delete now?</Button>
          <p role="status" className="text-sm">
            {report}
          </p>
        </div>
      )}
    </SettingsSection>
  )
}

/** “Would delete 1,200 conversations now.” */
export function wouldDelete(count: number): string {
  if (count === 0) return 'Would delete nothing now.'
  return `Would delete ${count === 1 ? '1 conversation' : `${count.toLocaleString()} conversations`} now.`
}
