import type { ReactNode } from 'react'
import { ErrorBoundary } from '@/components/error-boundary'
import { lazyPart } from '@/components/lazy-part'
import { LazyMarkdown } from '@/components/markdown/lazy-markdown'
import { SharedListScreen } from '@/features/sharing/components/shared-list-screen'
import type { User } from '@/shared/api/schema'
import { routeOf } from './routes'

const SharedScreen = lazyPart(async () => {
  const [{ SharedScreen }] = await Promise.all([
    import('@/features/sharing/components/shared-screen'),
    LazyMarkdown.preload(),
  ])
  return SharedScreen
})

export interface SharedAreaProps {
  path: string
  user: User
  sidebarButton: ReactNode
}

/** The shared conversation of a path, or the list of what is shared with everybody. */
export function SharedArea({ path, user, sidebarButton }: SharedAreaProps) {
  const route = routeOf(path)
  const token = route.page === 'shared' ? route.token : null
  return (
    <ErrorBoundary key={token} region="What is shared">
      {token === null ? (
        <SharedListScreen user={user} sidebarButton={sidebarButton} />
      ) : (
        <SharedScreen key={token} token={token} sidebarButton={sidebarButton} />
      )}
    </ErrorBoundary>
  )
}
