import { useEffect } from 'react'
import { Announcer } from '@/components/announcer'
import { ErrorBoundary } from '@/components/error-boundary'
import { Logo } from '@/components/logo'
import { ProblemNotice } from '@/components/problem-notice'
import { ToastHost } from '@/components/toast-host'
import { TooltipHost } from '@/components/tooltip-host'
import { SignInScreen } from '@/features/auth/components/sign-in-screen'
import { restoreSession, useSession } from '@/shared/api/session-store'
import { navigate, usePath } from '@/shared/navigation'
import { Shell } from './shell'

export function App() {
  return (
    <ErrorBoundary region="Uru">
      <Screen />
      <ToastHost />
      <TooltipHost />
      <Announcer />
    </ErrorBoundary>
  )
}

function Screen() {
  const session = useSession()
  const path = usePath()
  const signedIn = session.status === 'authenticated'

  useEffect(() => {
    if (signedIn && path === '/sign-in') navigate('/', { replace: true })
  }, [signedIn, path])

  switch (session.status) {
    case 'restoring':
      return <Restoring />
    case 'unreachable':
      return (
        <main className="grid h-full place-items-center p-4">
          <h1 className="sr-only">Uru</h1>
          <div className="w-full max-w-md">
            <ProblemNotice problem={session.problem} onRetry={() => void restoreSession()} />
          </div>
        </main>
      )
    case 'anonymous':
      return <SignInScreen expired={session.expired} />
    case 'authenticated':
      return <Shell key={session.user.id} user={session.user} />
  }
}

/** Neither sign-in nor chat is shown before it is known which of them is right. */
function Restoring() {
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
