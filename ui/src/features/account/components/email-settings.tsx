import { type FormEvent, useState } from 'react'
import { Button } from '@/components/button'
import { ProblemNotice } from '@/components/problem-notice'
import { TextField } from '@/components/text-field'
import { toast } from '@/components/toast'
import { useCountdown } from '@/components/use-countdown'
import { showProfile } from '@/features/account/show-profile'
import { putEmail } from '@/shared/api/me'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'

/** Changes the address by which the user signs in. */
export function EmailSettings({ email }: { email: string }) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const wait = useCountdown(problem?.retryAfter)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const fields = new FormData(form)
    setBusy(true)
    setProblem(null)
    try {
      showProfile(await putEmail(String(fields.get('email') ?? ''), String(fields.get('password') ?? '')))
      form.reset()
      toast({ text: 'Your e-mail address was changed' })
    } catch (error) {
      setProblem(toProblemError(error))
    }
    setBusy(false)
  }

  const wrong = problem?.code === 'bad_credentials' ? 'This is not your password.' : undefined
  const taken = problem?.code === 'email_taken' ? 'Another account has this address.' : undefined
  const address = taken ?? problem?.problem?.violations?.find(({ field }) => field.endsWith('email'))?.message

  return (
    <form className="grid max-w-sm gap-4" onSubmit={submit}>
      <h3 className="font-semibold">E-mail address</h3>
      <p className="text-soft">
        You sign in as <span className="wrap-anywhere font-medium text-ink">{email}</span>. Uru sends no
        message to check the new address.
      </p>
      {problem && wrong === undefined && address === undefined && <ProblemNotice problem={problem} />}
      <TextField
        label="New e-mail address"
        name="email"
        type="email"
        required
        maxLength={254}
        autoComplete="email"
        error={address}
      />
      <TextField
        label="Password"
        name="password"
        secret
        required
        autoComplete="current-password"
        hint="You will be signed out everywhere else."
        error={wrong}
      />
      <div>
        <Button type="submit" busy={busy} disabled={wait > 0}>
          {wait > 0 ? `Wait ${wait} s` : 'Change address'}
        </Button>
      </div>
    </form>
  )
}
