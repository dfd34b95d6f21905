import { type FormEvent, useState } from 'react'
import { Button } from '@/components/button'
import { ProblemNotice } from '@/components/problem-notice'
import { TextField } from '@/components/text-field'
import { toast } from '@/components/toast'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'
import type { OwnBudget, Quota } from '@/shared/api/schema'
import { patchOwnBudget } from '@/shared/api/usage'

const FIELDS: readonly { name: keyof OwnBudget; label: string; cost: boolean }[] = [
  { name: 'costPerMonth', label: 'US dollars in a month', cost: true },
  { name: 'costPerDay', label: 'US dollars in a day', cost: true },
  { name: 'tokensPerMonth', label: 'Tokens in a month', cost: false },
  { name: 'tokensPerDay', label: 'Tokens in a day', cost: false },
]

/** What people allow themselves. */
export function OwnBudgetForm({ quotas, onSaved }: { quotas: readonly Quota[]; onSaved: () => void }) {
  const [stored, setStored] = useState(() => draftOf(quotas))
  const [draft, setDraft] = useState(stored)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const violations = problem?.problem?.violations ?? []
  const changed = FIELDS.filter(({ name }) => draft[name] !== stored[name])

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setProblem(null)
    try {
      await patchOwnBudget(Object.fromEntries(changed.map(({ name }) => [name, numberOrNull(draft[name])])))
      setStored(draft)
      toast({ text: 'Your budget was changed' })
      onSaved()
    } catch (error) {
      setProblem(toProblemError(error))
    }
    setBusy(false)
  }

  return (
    <form aria-label="Your own budget" className="grid gap-3" onSubmit={submit} noValidate>
      <p className="text-muted">
        Uru warns you at 80 % and takes no more questions at 100 %, until the budget renews or you change it.
        What your organisation allows holds as well.
      </p>
      {problem && violations.length === 0 && <ProblemNotice problem={problem} />}
      <div className="grid gap-3 sm:grid-cols-2">
        {FIELDS.map(({ name, label, cost }) => (
          <TextField
            key={name}
            label={label}
            value={draft[name]}
            placeholder="No limit"
            type="number"
            inputMode={cost ? 'decimal' : 'numeric'}
            min={cost ? 0.01 : 1}
            step={cost ? 0.01 : 1}
            error={violations.find(({ field }) => field === name)?.message}
            onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
          />
        ))}
      </div>
      <div>
        <Button type="submit" busy={busy} disabled={changed.length === 0}>
          Change budget
        </Button>
      </div>
    </form>
  )
}

type Draft = Record<keyof OwnBudget, string>

function draftOf(quotas: readonly Quota[]): Draft {
  const own = quotas.filter(({ owner }) => owner === 'own')
  const limit = (measure: Quota['measure'], period: Quota['period']) =>
    own.find((quota) => quota.measure === measure && quota.period === period)?.limit.toString() ?? ''
  return {
    costPerMonth: limit('cost', 'month'),
    costPerDay: limit('cost', 'day'),
    tokensPerMonth: limit('tokens', 'month'),
    tokensPerDay: limit('tokens', 'day'),
  }
}

function numberOrNull(text: string): number | null {
  return text.trim() === '' ? null : Number(text)
}
