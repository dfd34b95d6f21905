import { Settings, Unlink } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { IconButton } from '@/components/icon-button'
import { Link } from '@/components/link'
import { ProblemNotice } from '@/components/problem-notice'
import { Skeleton } from '@/components/skeleton'
import { AssistantMessage } from '@/features/generations/components/assistant-message'
import { useCopyShortcuts } from '@/features/generations/components/use-copy-shortcuts'
import { UserMessage } from '@/features/generations/components/user-message'
import { sharedTitle } from '@/features/sharing/shared-title'
import { type SharedConversation, useShared } from '@/features/sharing/use-shared'
import { useMoment } from '@/shared/moment'
import { navigate } from '@/shared/navigation'
import { LoadWhenNear } from './load-when-near'
import { SharingProblem } from './sharing-problem'

const MOMENT = { dateStyle: 'long', timeStyle: 'short' } as const

export interface SharedScreenProps {
  token: string
  sidebarButton: ReactNode
}

/** A shared conversation, to read. */
export function SharedScreen({ token, sidebarButton }: SharedScreenProps) {
  const shared = useShared(token)
  const { about, problem } = shared
  const title = about && sharedTitle(about)

  useEffect(() => {
    document.title = `${title ?? 'Shared'} · Uru`
  }, [title])

  return (
    <div className="flex min-w-0 grow flex-col">
      <header
        data-region
        className="flex h-[calc(3.5rem+env(safe-area-inset-top))] shrink-0 items-center gap-1 px-2 pt-[env(safe-area-inset-top)]"
      >
        {sidebarButton}
        <p className="grow truncate px-2 text-muted text-sm">Shared conversation, to read</p>
        <IconButton
          label="Settings"
          icon={<Settings aria-hidden size={18} />}
          onClick={() => navigate('/settings/profile')}
        />
      </header>
      <main id="main" data-region tabIndex={-1} className="min-h-0 grow overflow-y-auto outline-none">
        <div className="mx-auto grid w-full max-w-reading grid-cols-1 gap-5 px-4 pt-4 pb-16">
          {about ? (
            <SharedMessages shared={shared} about={about} />
          ) : problem?.status === 404 ? (
            <Gone />
          ) : problem ? (
            <SharingProblem problem={problem} onRetry={shared.load} />
          ) : (
            <Loading />
          )}
        </div>
      </main>
    </div>
  )
}

interface SharedMessagesProps {
  shared: SharedConversation
  about: NonNullable<SharedConversation['about']>
}

function SharedMessages({ shared, about }: SharedMessagesProps) {
  const { entries, problem, more, load } = shared
  const moment = useMoment(MOMENT)
  useCopyShortcuts(entries)
  return (
    <>
      <div className="border-line border-b pb-5">
        <h1 className="font-semibold text-2xl tracking-tight [overflow-wrap:anywhere]">
          {sharedTitle(about)}
        </h1>
        <p className="mt-2 text-muted text-sm [overflow-wrap:anywhere]">
          Shared by {about.own ? `${about.ownerName} (you)` : about.ownerName} ·{' '}
          <time dateTime={about.sharedAt}>{moment(new Date(about.sharedAt))}</time>
        </p>
      </div>
      {entries.map((entry) => (
        <article
          key={entry.message.id}
          className="[contain-intrinsic-size:auto_12rem] [content-visibility:auto]"
        >
          {entry.message.role === 'user' ? (
            <UserMessage
              entry={entry}
              author={about.ownerName}
              canWrite={false}
              onEdit={nothing}
              onStep={nothing}
            />
          ) : (
            <AssistantMessage
              entry={entry}
              live={null}
              last={false}
              canWrite={false}
              onRegenerate={nothing}
              onContinue={nothing}
              onStep={nothing}
              remedy={noRemedy}
            />
          )}
        </article>
      ))}
      {problem ? (
        <ProblemNotice problem={problem} onRetry={load} />
      ) : (
        more && <LoadWhenNear key={entries.length} load={load} />
      )}
    </>
  )
}

const nothing = () => {}
const noRemedy = () => null

function Gone() {
  return (
    <div className="mx-auto mt-[15vh] max-w-md text-center">
      <Unlink aria-hidden size={32} className="mx-auto text-muted" />
      <h1 className="mt-4 font-semibold text-2xl tracking-tight">Nothing is shared here</h1>
      <p className="mt-3 text-soft">
        This link does not exist any more, or is not for your organisation. Ask the person who sent it to you
        for another one.
      </p>
      <p className="mt-4">
        <Link href="/shared" className="font-medium text-accent underline-offset-4 hover:underline">
          See what is shared with everybody
        </Link>
      </p>
    </div>
  )
}

function Loading() {
  return (
    <div role="status" aria-label="Loading the conversation" className="grid gap-6">
      <Skeleton className="h-8 w-3/5" />
      <Skeleton className="ml-auto h-11 w-2/5 rounded-2xl" />
      <Skeleton className="h-32" />
    </div>
  )
}
