import { type ComponentType, useEffect, useState } from 'react'
import { Announcer } from '@/components/announcer'
import { ErrorBoundary } from '@/components/error-boundary'
import { lazyPart } from '@/components/lazy-part'
import { Logo } from '@/components/logo'
import { ProblemNotice } from '@/components/problem-notice'
import { ToastHost } from '@/components/toast-host'
import { getAuthOptions } from '@/shared/api/auth'
import { ProblemError, toProblemError } from '@/shared/api/problem-error'
import { restoreSession, useSession } from '@/shared/api/session-store'
import { navigate, usePath } from '@/shared/navigation'
import { routeOf } from './routes'
import { Shell } from './shell'

type SignInScreen = typeof import('@/features/auth/components/sign-in-screen').SignInScreen

/** Rendered as soon as it is loaded: `lazy` would show its fallback for 300 ms even then. */
let LoadedSignIn: SignInScreen | null = null

/** Loads the sign-in screen; rejects if it cannot be fetched, and the next call fetches it again. */
export async function loadSignIn(): Promise<SignInScreen> {
  const { SignInScreen } = await import('@/features/auth/components/sign-in-screen')
  LoadedSignIn = SignInScreen
  return SignInScreen
}

const NotFound = lazyPart(async () => (await import('./not-found')).NotFound)

const SetPasswordScreen = lazyPart(
  async () => (await import('@/features/auth/components/set-password-screen')).SetPasswordScreen,
)

export function App() {
  return (
    <ErrorBoundary region="Uru">
      <Screen />
      <ToastHost />
      <Tooltips />
      <Announcer />
    </ErrorBoundary>
  )
}

/** Loaded after the first paint; without it the page works and has no tooltips. */
function Tooltips() {
  const [Host, setHost] = useState<ComponentType | null>(null)

  useEffect(() => {
    import('@/components/tooltip-host').then(
      ({ TooltipHost }) => setHost(() => TooltipHost),
      () => {},
    )
  }, [])

  return Host && <Host />
}

function Screen() {
  const session = useSession()
  const path = usePath()
  const signedIn = session.status === 'authenticated'

  useEffect(() => {
    if (signedIn && path === '/sign-in') navigate('/', { replace: true })
  }, [signedIn, path])

  const { page } = routeOf(path)
  if (page === 'not-found') return <NotFound />
  if (page === 'set-password') return <SetPasswordScreen />
  if (page === 'admin' && signedIn && session.user.role !== 'admin') return <NotFound />
  switch (session.status) {
    case 'restoring':
      return <Loading />
    case 'unreachable':
      return <Failure problem={session.problem} onRetry={() => void restoreSession()} />
    case 'anonymous':
      return <SignIn expired={session.expired} />
    case 'authenticated':
      return <Shell key={session.user.id} user={session.user} />
  }
}

function SignIn({ expired }: { expired: boolean }) {
  const [Loaded, setLoaded] = useState(() => LoadedSignIn)
  const [problem, setProblem] = useState<ProblemError | null>(null)

  useEffect(() => {
    loadSignIn().then(
      (screen) => setLoaded(() => screen),
      (error) => setProblem(ProblemError.networkUnreachable(error)),
    )
  }, [])

  // Importing again may not help: some browsers cache the failure, and a new release has other file names.
  const retry = () => {
    getAuthOptions().then(
      () => window.location.reload(),
      (error) => setProblem(toProblemError(error)),
    )
  }

  if (Loaded) return <Loaded expired={expired} />
  return problem ? <Failure problem={problem} onRetry={retry} /> : <Loading />
}

function Failure({ problem, onRetry }: { problem: ProblemError; onRetry: () => void }) {
  return (
    <main className="grid h-full place-items-center p-4">
      <h1 className="sr-only">Uru</h1>
      <div className="w-full max-w-md">
        <ProblemNotice problem={problem} onRetry={onRetry} />
      </div>
    </main>
  )
}

/** Shown until it is known which screen is right, and until that screen is loaded. */
function Loading() {
  return (
    <main className="grid h-full place-items-center">
      <h1 className="sr-only">Uru</h1>
      <div role="status" aria-label="Loading" className="late">
        <div className="animate-pulse">
          <Logo size={40} />
        </div>
      </div>
    </main>
  )
}
