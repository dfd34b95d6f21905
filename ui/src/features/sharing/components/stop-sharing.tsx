import { useState } from 'react'
import { Button } from '@/components/button'
import { adviceFor } from '@/components/problem-advice'
import { toProblemError } from '@/shared/api/problem-error'
import { deleteShare } from '@/shared/api/shares'

export interface StopSharingProps {
  conversationId: string
  /** Read out after “Stop sharing”, where there are several. */
  title?: string
  onStopped: () => void
}

/** A button that says what follows from stopping, and asks once more. */
export function StopSharing({ conversationId, title, onStopped }: StopSharingProps) {
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)

  const stop = async () => {
    setBusy(true)
    setFailure(null)
    try {
      await deleteShare(conversationId)
      onStopped()
    } catch (error) {
      setFailure(`Still shared. ${adviceFor(toProblemError(error)).title}.`)
      setBusy(false)
    }
  }

  if (!asked) {
    return (
      <Button
        size="small"
        aria-label={title === undefined ? undefined : `Stop sharing ${title}`}
        onClick={() => setAsked(true)}
      >
        Stop sharing
      </Button>
    )
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      <p
        role={failure === null ? 'status' : 'alert'}
        className={failure === null ? 'basis-full text-soft' : 'basis-full text-danger'}
      >
        {failure ?? 'The link stops working at once and for ever.'}
      </p>
      <Button size="small" disabled={busy} onClick={() => setAsked(false)}>
        Keep
      </Button>
      <Button
        size="small"
        look="danger"
        busy={busy}
        onClick={() => void stop()}
        ref={(button) => button?.focus()}
      >
        Stop sharing
      </Button>
    </div>
  )
}
