import { type FormEvent, useEffect, useState } from 'react'
import { Banner } from '@/components/banner'
import { Button } from '@/components/button'
import { Link } from '@/components/link'
import { Logo } from '@/components/logo'
import { ProblemNotice } from '@/components/problem-notice'
import { Skeleton } from '@/components/skeleton'
import { TextField } from '@/components/text-field'
import { getAuthOptions, postPasswordLinkToken } from '@/shared/api/auth'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'
import type { PasswordLinkRecipient } from '@/shared/api/schema'
import { setPassword } from '@/shared/api/session-store'
import { navigate } from '@/shared/navigation'

/** The page that an invitation or a reset leads to; the secret of the link is behind the `#`. */
export function SetPasswordScreen() {
  const [token, setToken] = useState(() => window.location.hash.slice(1))
  const [recipient, setRecipient] = useState<PasswordLinkRecipient | null>(null)
  const [minLength, setMinLength] = useState(8)
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const [busy, setBusy] = useState(false)
  const [attempt, setAttempt] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again
  useEffect(() => {
    setProblem(null)
    setRecipient(null)
    postPasswordLinkToken(token).then(setRecipient, (error) => setProblem(toProblemError(error)))
    getAuthOptions().then(
      ({ passwordMinLength }) => setMinLength(passwordMinLength),
      () => {},
    )
  }, [token, attempt])

  // Another link that is opened in this tab changes only the fragment.
  useEffect(() => {
    const follow = () => setToken(window.location.hash.slice(1))
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [])

  useEffect(() => {
    document.title = 'Choose a password · Uru'
  }, [])

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const password = String(new FormData(event.currentTarget).get('password') ?? '')
    setBusy(true)
    setProblem(null)
    try {
      await setPassword(token, password)
      navigate('/', { replace: true })
    } catch (error) {
      setProblem(toProblemError(error))
      setBusy(false)
    }
  }

  const violation = problem?.problem?.violations?.find(({ field }) => field.endsWith('password'))?.message

  return (
    <main className="flex h-full overflow-y-auto p-4">
      <div className="m-auto w-full max-w-sm py-8">
        <div className="mb-8 flex flex-col items-center gap-3 text-center">
          <Logo size={40} />
          <h1 className="font-semibold text-2xl tracking-tight">
            {recipient?.invitation ? `Welcome, ${recipient.displayName}` : 'Choose a new password'}
          </h1>
          {recipient && (
            <p className="text-muted text-sm">
              {recipient.invitation
                ? `Choose a password for your account ${recipient.email}.`
                : `For your account ${recipient.email}. You will be signed out everywhere else.`}
            </p>
          )}
        </div>
        {problem?.code === 'not_found' ? (
          <Banner tone="danger" urgent title="This link does not work any more">
            It was used, replaced by a newer one, or has expired. Ask your administrator for another one, or{' '}
            <Link href="/" className="font-medium underline underline-offset-4">
              sign in
            </Link>
            .
          </Banner>
        ) : (
          <>
            {problem && violation === undefined && (
              <div className="mb-4">
                <ProblemNotice
                  problem={problem}
                  {...(!recipient && { onRetry: () => setAttempt(attempt + 1) })}
                />
              </div>
            )}
            {!recipient && !problem && <Skeleton className="h-32" />}
            {recipient && (
              <form className="grid gap-4" onSubmit={submit}>
                <input
                  type="hidden"
                  name="username"
                  autoComplete="username"
                  value={recipient.email}
                  readOnly
                />
                <TextField
                  label="New password"
                  name="password"
                  secret
                  autoComplete="new-password"
                  required
                  minLength={minLength}
                  hint={`At least ${minLength} characters; a few words are easy to remember.`}
                  error={violation}
                />
                <Button look="primary" type="submit" busy={busy} className="mt-2 h-11">
                  Set password and sign in
                </Button>
              </form>
            )}
          </>
        )}
      </div>
    </main>
  )
}
