import { type FormEvent, useEffect, useState } from 'react'
import { Banner } from '@/components/banner'
import { Button } from '@/components/button'
import { Logo } from '@/components/logo'
import { ProblemNotice } from '@/components/problem-notice'
import { TextField } from '@/components/text-field'
import { useCountdown } from '@/components/use-countdown'
import { getAuthOptions } from '@/shared/api/auth'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'
import type { AuthOptions } from '@/shared/api/schema'
import { login, register, restoreUnmarkedSession } from '@/shared/api/session-store'

type Mode = 'sign-in' | 'register'

export interface SignInScreenProps {
  /** The session ended by itself: say so, and that nothing is lost. */
  expired: boolean
}

export function SignInScreen({ expired }: SignInScreenProps) {
  const [mode, setMode] = useState<Mode>('sign-in')
  const [options, setOptions] = useState<AuthOptions | null>(null)
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const [busy, setBusy] = useState(false)
  const wait = useCountdown(problem?.retryAfter)

  useEffect(() => {
    // Without the options the form still works; the server refuses what it does not offer.
    getAuthOptions().then(
      (found) => {
        setOptions(found)
        if (found.sessionCookie) void restoreUnmarkedSession()
      },
      () => {},
    )
  }, [])

  const registering = mode === 'register'
  const domains = options?.signUpDomains ?? []
  const minLength = options?.passwordMinLength ?? 8

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const email = String(form.get('email') ?? '').trim()
    const password = String(form.get('password') ?? '')
    const displayName = String(form.get('name') ?? '').trim()
    setBusy(true)
    setProblem(null)
    try {
      await (registering ? register({ email, password, displayName }) : login({ email, password }))
    } catch (error) {
      setProblem(toProblemError(error))
      setBusy(false)
    }
  }

  const switchMode = () => {
    setMode(registering ? 'sign-in' : 'register')
    setProblem(null)
  }

  const violation = (field: string) =>
    problem?.problem?.violations?.find((each) => each.field === field || each.field.endsWith(`.${field}`))
      ?.message
  const named = ['email', 'password', 'displayName'].some((field) => violation(field) !== undefined)

  return (
    <main className="flex h-full overflow-y-auto p-4">
      <div className="m-auto w-full max-w-sm py-8">
        <div className="mb-8 flex flex-col items-center gap-3 text-center">
          <Logo size={40} />
          <h1 className="font-semibold text-2xl tracking-tight">
            {registering ? 'Create your account' : 'Sign in to Uru'}
          </h1>
          <p className="text-muted text-sm">Your key, your conversations, every model.</p>
        </div>

        <div className="mb-4 grid gap-3 empty:hidden">
          {expired && !problem && (
            <Banner tone="info" title="Your session has ended">
              Sign in again to go on where you were. What you had typed is kept.
            </Banner>
          )}
          {problem && !named && <Refusal problem={problem} domains={domains} />}
        </div>

        <form key={mode} className="grid gap-4" onSubmit={submit} noValidate={false}>
          {registering && (
            <TextField
              label="Display name"
              name="name"
              autoComplete="name"
              required
              maxLength={100}
              error={violation('displayName')}
            />
          )}
          <TextField
            label="E-mail"
            name="email"
            type="email"
            inputMode="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            hint={registering && domains.length > 0 ? addressOf(domains) : undefined}
            error={violation('email')}
          />
          <TextField
            label="Password"
            name="password"
            secret
            autoComplete={registering ? 'new-password' : 'current-password'}
            required
            minLength={registering ? minLength : undefined}
            hint={
              registering ? `At least ${minLength} characters; a few words are easy to remember.` : undefined
            }
            error={violation('password')}
          />
          <Button look="primary" type="submit" busy={busy} disabled={wait > 0} className="mt-2 h-11">
            {wait > 0 ? `Wait ${wait} s` : registering ? 'Create account' : 'Sign in'}
          </Button>
        </form>

        {options?.sso.map((provider) => (
          <a
            key={provider.id}
            href={`/api/v1/auth/sso/${encodeURIComponent(provider.id)}/start`}
            className="mt-3 flex h-11 items-center justify-center rounded-md border border-line font-medium text-sm transition-colors hover:bg-hover"
          >
            Continue with {provider.label}
          </a>
        ))}

        {(registering || options?.signUp === 'open') && (
          <p className="mt-6 text-center text-muted text-sm">
            {registering ? 'Been here before?' : 'New to Uru?'}{' '}
            <button
              type="button"
              className="touch font-medium text-accent underline-offset-4 hover:underline"
              onClick={switchMode}
            >
              {registering ? 'Use an existing account' : 'Create an account'}
            </button>
          </p>
        )}
        {!registering && options?.signUpMode === 'invitation' && (
          <p className="mt-6 text-center text-muted text-sm">
            New to Uru? An administrator invites you by a link.
          </p>
        )}
        {options?.practiceMode && (
          <p className="mt-6 text-center text-muted text-xs">
            Practice mode: answers come from a built-in stand-in, nothing is billed.
          </p>
        )}
      </div>
    </main>
  )
}

/** “Use an address of example.org or example.com.” */
const addressOf = (domains: readonly string[]) => `Use an address of ${domains.join(' or ')}.`

function Refusal({ problem, domains }: { problem: ProblemError; domains: readonly string[] }) {
  switch (problem.code) {
    case 'bad_credentials':
      return (
        <Banner tone="danger" urgent title="E-mail and password do not match">
          Check both for typing mistakes; capital letters count in passwords.
        </Banner>
      )
    case 'too_many_attempts':
      return (
        <Banner tone="warn" urgent title="Too many attempts">
          For your safety there is a pause before the next try.
        </Banner>
      )
    case 'email_taken':
      return (
        <Banner tone="danger" urgent title="There is an account with this e-mail already">
          Sign in with it instead; if you do not know its password, ask your administrator.
        </Banner>
      )
    case 'sign_up_closed':
      return (
        <Banner
          tone="danger"
          urgent
          title={
            domains.length > 0 ? 'This address cannot be used here' : 'New accounts cannot be created here'
          }
        >
          {domains.length > 0 ? addressOf(domains) : 'Your administrator invites people. Ask for an account.'}
        </Banner>
      )
    default:
      return <ProblemNotice problem={problem} />
  }
}
