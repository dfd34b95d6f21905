import { MessagesSquare, Settings } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { IconButton } from '@/components/icon-button'
import { Link } from '@/components/link'
import { Skeleton } from '@/components/skeleton'
import { loadMoreShared, loadSharedList, useSharedList } from '@/features/sharing/shared-list'
import { sharedTitle } from '@/features/sharing/shared-title'
import type { ListedShare, User } from '@/shared/api/schema'
import { useMoment } from '@/shared/moment'
import { navigate } from '@/shared/navigation'
import { LoadWhenNear } from './load-when-near'
import { SharingProblem } from './sharing-problem'

const MOMENT = { dateStyle: 'medium', timeStyle: 'short' } as const

export interface SharedListScreenProps {
  user: User
  sidebarButton: ReactNode
}

/** What is shared with everybody in the tenant; for a viewer also the first page. */
export function SharedListScreen({ user, sidebarButton }: SharedListScreenProps) {
  const { items, problem, nextCursor } = useSharedList()
  const viewer = user.role === 'viewer'

  useEffect(() => {
    document.title = 'Shared with everybody · Uru'
    void loadSharedList()
  }, [])

  return (
    <div className="flex min-w-0 grow flex-col">
      <header
        data-region
        className="flex h-[calc(3.5rem+env(safe-area-inset-top))] shrink-0 items-center gap-1 px-2 pt-[env(safe-area-inset-top)]"
      >
        {sidebarButton}
        <span className="grow" />
        <IconButton
          label="Settings"
          icon={<Settings aria-hidden size={18} />}
          onClick={() => navigate('/settings/profile')}
        />
      </header>
      <main id="main" data-region tabIndex={-1} className="min-h-0 grow overflow-y-auto outline-none">
        <div className="mx-auto grid w-full max-w-reading gap-6 px-4 pt-6 pb-16">
          {viewer ? (
            <Welcome user={user} />
          ) : (
            <div>
              <h1 className="font-semibold text-2xl tracking-tight">Shared with everybody</h1>
              <p className="mt-2 text-soft">
                Conversations that people in your organisation show to everybody. To add one, open it and
                choose “Share”.
              </p>
            </div>
          )}
          {problem && (
            <SharingProblem
              problem={problem}
              onRetry={() => void (items ? loadMoreShared() : loadSharedList())}
            />
          )}
          {!items && !problem && <Skeleton className="h-40" />}
          {items?.length === 0 && (
            <div className="rounded-lg border border-line border-dashed p-8 text-center text-soft">
              <MessagesSquare aria-hidden size={28} className="mx-auto text-muted" />
              <p className="mt-3">Nothing is shared with everybody yet.</p>
            </div>
          )}
          {items && items.length > 0 && (
            <ul className="grid gap-3">
              {items.map((item) => (
                <Item key={item.token} item={item} />
              ))}
            </ul>
          )}
          {items && nextCursor !== null && !problem && (
            <LoadWhenNear key={items.length} load={() => void loadMoreShared()} />
          )}
        </div>
      </main>
    </div>
  )
}

function Welcome({ user }: { user: User }) {
  return (
    <div>
      <h1 className="font-semibold text-2xl tracking-tight [overflow-wrap:anywhere]">
        Welcome, {user.displayName}
      </h1>
      <p className="mt-3 text-soft">
        Your account is for reading. Here you find the conversations that people in your organisation share
        with everybody; others you can open with a link that you are sent.
      </p>
      <p className="mt-2 text-soft">
        To ask questions yourself, ask an administrator of your organisation to change your role to “Member”.
      </p>
      <h2 className="mt-8 font-semibold">Shared with everybody</h2>
    </div>
  )
}

function Item({ item }: { item: ListedShare }) {
  const moment = useMoment(MOMENT)
  const count = item.messageCount
  return (
    <li>
      <Link
        href={`/shared/${item.token}`}
        className="block rounded-lg border border-line px-4 py-3 transition-colors hover:bg-hover"
      >
        <span className="block font-medium [overflow-wrap:anywhere]">{sharedTitle(item)}</span>
        <span className="mt-1 block text-muted text-sm [overflow-wrap:anywhere]">
          {item.own ? 'You' : item.ownerName} · {moment(new Date(item.sharedAt))} · {count}{' '}
          {count === 1 ? 'message' : 'messages'}
        </span>
      </Link>
    </li>
  )
}
