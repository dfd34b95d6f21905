import { Link2, UsersRound } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { Button } from '@/components/button'
import { Link } from '@/components/link'
import { ProblemNotice } from '@/components/problem-notice'
import { Skeleton } from '@/components/skeleton'
import { toast } from '@/components/toast'
import { useCopy } from '@/components/use-copy'
import { useFeature } from '@/features/organisation/my-settings'
import { sharedTitle } from '@/features/sharing/shared-title'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'
import type { Page, Share } from '@/shared/api/schema'
import { getMyShares } from '@/shared/api/shares'
import { useMoment } from '@/shared/moment'
import { SharingOff } from './sharing-off'
import { StopSharing } from './stop-sharing'

const MOMENT = { dateStyle: 'medium', timeStyle: 'short' } as const

export interface MySharesProps {
  /** Whether the user can share; who cannot sees the list only if something is left in it. */
  canShare: boolean
}

/** What the user shares, with a way to end that. */
export function MyShares({ canShare }: MySharesProps) {
  const sharing = useFeature('sharing')
  const [listed, setListed] = useState<Page<Share> | null>(null)
  const [problem, setProblem] = useState<ProblemError | null>(null)

  const read = useCallback((cursor: string | null) => {
    setProblem(null)
    getMyShares(cursor).then(
      (page) => setListed((before) => (cursor && before ? joined(before, page) : page)),
      (error) => setProblem(toProblemError(error)),
    )
  }, [])
  useEffect(() => read(null), [read])

  const remove = (share: Share) => {
    toast({ text: 'The link does not work any more' })
    setListed((before) => before && { ...before, items: before.items.filter((each) => each !== share) })
  }

  if (!(canShare && sharing) && !listed?.items.length) return null
  return (
    <section aria-label="Shared links" className="mt-4 grid gap-3">
      <h3 className="font-medium">Shared links</h3>
      {!sharing && <SharingOff />}
      {problem && <ProblemNotice problem={problem} onRetry={() => read(listed?.nextCursor ?? null)} />}
      {!listed && !problem && <Skeleton className="h-16" />}
      {listed?.items.length === 0 && (
        <p className="text-soft">You share nothing. To share a conversation, open it and choose “Share”.</p>
      )}
      {listed && listed.items.length > 0 && (
        <ul className="grid">
          {listed.items.map((share) => (
            <Row key={share.token} share={share} onStopped={() => remove(share)} />
          ))}
        </ul>
      )}
      {listed && listed.nextCursor !== null && (
        <div>
          <Button size="small" onClick={() => read(listed.nextCursor)}>
            Show more
          </Button>
        </div>
      )}
    </section>
  )
}

function joined(before: Page<Share>, page: Page<Share>): Page<Share> {
  return { ...page, items: [...before.items, ...page.items] }
}

function Row({ share, onStopped }: { share: Share; onStopped: () => void }) {
  const moment = useMoment(MOMENT)
  const { copied, copy } = useCopy()
  const title = sharedTitle(share)
  const Icon = share.audience === 'everybody' ? UsersRound : Link2
  return (
    <li className="grid gap-2 border-line border-b py-3 last:border-0">
      <div className="flex items-center gap-3">
        <Icon aria-hidden size={18} className="shrink-0 text-muted" />
        <div className="min-w-0 grow">
          <Link
            href={`/shared/${share.token}`}
            className="block truncate font-medium underline-offset-4 hover:underline"
          >
            {title}
          </Link>
          <p className="text-muted text-xs">
            {share.audience === 'everybody' ? 'Everybody in the organisation' : 'People with the link'} · as
            of {moment(new Date(share.updatedAt))}
          </p>
        </div>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button size="small" aria-label={`Copy the link of ${title}`} onClick={() => copy(share.url)}>
          {copied ? 'Copied' : 'Copy link'}
        </Button>
        <StopSharing conversationId={share.conversationId} title={title} onStopped={onStopped} />
      </div>
    </li>
  )
}
