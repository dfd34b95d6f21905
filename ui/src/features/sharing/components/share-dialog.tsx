import { Check, Copy, Link2, UsersRound } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { Link } from '@/components/link'
import { adviceFor } from '@/components/problem-advice'
import { ProblemNotice } from '@/components/problem-notice'
import { RadioCards } from '@/components/radio-cards'
import { Skeleton } from '@/components/skeleton'
import { useCopy } from '@/components/use-copy'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'
import type { Audience, Conversation, Share } from '@/shared/api/schema'
import { getShare, patchShare, postShare } from '@/shared/api/shares'
import { useMoment } from '@/shared/moment'
import { StopSharing } from './stop-sharing'

const AUDIENCES = [
  {
    value: 'link',
    label: 'People with the link',
    description: 'Signed in to your organisation.',
    icon: <Link2 aria-hidden size={18} />,
  },
  {
    value: 'everybody',
    label: 'Everybody in the organisation',
    description: 'It is also in everybody’s list “Shared with everybody”.',
    icon: <UsersRound aria-hidden size={18} />,
  },
] as const

const MOMENT = { dateStyle: 'medium', timeStyle: 'short' } as const

export interface ShareDialogProps {
  conversation: Conversation
  onClose: () => void
}

/** Shows whether a conversation is shared and with whom, and changes that. */
export function ShareDialog({ conversation, onClose }: ShareDialogProps) {
  const { id } = conversation
  /** Undefined: not read yet; null: not shared. */
  const [share, setShare] = useState<Share | null | undefined>(undefined)
  const [problem, setProblem] = useState<ProblemError | null>(null)

  const read = () => {
    setProblem(null)
    getShare(id).then(setShare, (error) => setProblem(toProblemError(error)))
  }
  useEffect(read, [id])

  return (
    <Dialog title="Share" onClose={onClose}>
      {problem ? (
        <ProblemNotice problem={problem} onRetry={read} />
      ) : share === undefined ? (
        <Skeleton className="h-64" />
      ) : share === null ? (
        <NotShared conversation={conversation} onShared={setShare} onClose={onClose} />
      ) : (
        <Shared conversation={conversation} share={share} onChange={setShare} onClose={onClose} />
      )}
    </Dialog>
  )
}

/** Runs changes one at a time, and tells why one was not made. */
function useChange(onChanged: (share: Share) => void) {
  const [busy, setBusy] = useState<string | null>(null)
  const [failure, setFailure] = useState<string | null>(null)

  const run = async (what: string, change: () => Promise<Share>) => {
    setBusy(what)
    setFailure(null)
    try {
      onChanged(await change())
    } catch (error) {
      setFailure(`Not changed. ${adviceFor(toProblemError(error)).title}.`)
    }
    setBusy(null)
  }

  return { busy, failure, run }
}

function Failure({ text }: { text: string | null }) {
  return (
    text !== null && (
      <p role="alert" className="text-danger">
        {text}
      </p>
    )
  )
}

interface NotSharedProps {
  conversation: Conversation
  onShared: (share: Share) => void
  onClose: () => void
}

function NotShared({ conversation, onShared, onClose }: NotSharedProps) {
  const [audience, setAudience] = useState<Audience>('link')
  const { busy, failure, run } = useChange(onShared)
  return (
    <div className="grid gap-4 text-sm">
      <p className="text-soft">
        Others in your organisation can read this conversation as it is now: the title, the versions of
        questions and answers that you look at, their reasoning, models and times, and your name. Your e-mail
        address, your key and your instructions are not shown.
      </p>
      <p className="text-soft">
        What you ask later is not shown until you update the link. An answer that is being written is left
        out.
      </p>
      <RadioCards legend="Who can find it" titled cards={AUDIENCES} value={audience} onChange={setAudience} />
      <Failure text={failure} />
      <div className="mt-2 flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          look="primary"
          data-autofocus
          busy={busy !== null}
          icon={<Link2 aria-hidden size={16} />}
          onClick={() => void run('create', () => postShare(conversation.id, audience))}
        >
          Create link
        </Button>
      </div>
    </div>
  )
}

interface SharedProps {
  conversation: Conversation
  share: Share
  onChange: (share: Share | null) => void
  onClose: () => void
}

function Shared({ conversation, share, onChange, onClose }: SharedProps) {
  const { copied, copy } = useCopy()
  const moment = useMoment(MOMENT)
  const { busy, failure, run } = useChange(onChange)
  const { id } = conversation
  const count = share.messageCount
  const outdated = Date.parse(conversation.updatedAt) > Date.parse(share.updatedAt)

  return (
    <div className="grid gap-4 text-sm">
      <label className="block">
        <span className="mb-1.5 block font-medium">Link</span>
        <input
          readOnly
          value={share.url}
          onFocus={(event) => event.currentTarget.select()}
          className="h-11 w-full rounded-md border border-line-strong bg-raised px-3 font-mono text-ink text-sm"
        />
      </label>
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          data-autofocus
          ref={focusOnce}
          icon={copied ? <Check aria-hidden size={16} /> : <Copy aria-hidden size={16} />}
          onClick={() => copy(share.url)}
        >
          {copied ? 'Copied' : 'Copy link'}
        </Button>
        <Button busy={busy === 'update'} onClick={() => void run('update', () => postShare(id))}>
          Update link
        </Button>
      </div>
      <p role="status" className="text-soft">
        The link shows {count} {count === 1 ? 'message' : 'messages'}, as of{' '}
        {moment(new Date(share.updatedAt))}.{' '}
        {outdated
          ? 'The conversation has gone on since. Update the link to show its present state.'
          : 'Update it to show what comes later, or another version.'}{' '}
        <Link
          href={`/shared/${share.token}`}
          className="font-medium text-accent underline-offset-4 hover:underline"
        >
          See what others see
        </Link>
      </p>
      <RadioCards
        legend="Who can find it"
        titled
        cards={AUDIENCES}
        value={share.audience}
        onChange={(audience) => void run('audience', () => patchShare(id, audience))}
      />
      <Failure text={failure} />
      <div className="mt-2 flex flex-wrap items-center justify-between gap-2">
        <StopSharing conversationId={id} onStopped={() => onChange(null)} />
        <Button onClick={onClose}>Done</Button>
      </div>
    </div>
  )
}

/** Gives the focus to the button when it takes the place of the one that created the link. */
function focusOnce(button: HTMLButtonElement | null): void {
  if (document.activeElement === document.body || document.activeElement instanceof HTMLDialogElement) {
    button?.focus()
  }
}
