import { type FormEvent, useState } from 'react'
import { Banner } from '@/components/banner'
import { Button } from '@/components/button'
import { ProblemNotice } from '@/components/problem-notice'
import { TextField } from '@/components/text-field'
import { useCountdown } from '@/components/use-countdown'
import { putPassword } from '@/shared/api/me'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'

/** Changes the password. */
export function SecuritySettings({ email }: { email: string }) {
  const [busy, setBusy] = useState(false)
  const [changed, setChanged] = useState(false)
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const wait = useCountdown(problem?.retryAfter)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const fields = new FormData(form)
    setBusy(true)
    setChanged(false)
    setProblem(null)
    try {
      await putPassword(String(fields.get('current') ?? ''), String(fields.get('new') ?? ''))
      setChanged(true)
      form.reset()
    } catch (error) {
      setProblem(toProblemError(error))
    }
    setBusy(false)
  }

  const wrong = problem?.code === 'bad_credentials' ? 'This is not your current password.' : undefined
  const violation = problem?.problem?.violations?.find(({ field }) => field.endsWith('newPassword'))?.message

  return (
    <section aria-label="Security" className="grid gap-4 text-sm">
      {changed && (
        <Banner tone="good" title="Your password was changed">
          You were signed out everywhere else.
        </Banner>
      )}
      {problem && wrong === undefined && violation === undefined && <ProblemNotice problem={problem} />}
      <form className="grid max-w-sm gap-4" onSubmit={submit}>
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <TextField
          label="Current password"
          name="current"
          secret
          required
          autoComplete="current-password"
          error={wrong}
        />
        <TextField
          label="New password"
          name="new"
          secret
          required
          autoComplete="new-password"
          hint="A few words are easy to remember. You will be signed out everywhere else."
          error={violation}
        />
        <div>
          <Button look="primary" type="submit" busy={busy} disabled={wait > 0}>
            {wait > 0 ? `Wait ${wait} s` : 'Change password'}
          </Button>
        </div>
      </form>
    </section>
  )
}
