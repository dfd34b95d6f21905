import { type ReactNode, useState } from 'react'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { adviceFor } from '@/components/problem-advice'
import { toProblemError } from '@/shared/api/problem-error'

export interface ConfirmDialogProps {
  title: string
  /** What follows from it. */
  children: ReactNode
  action: string
  danger?: boolean
  run: () => Promise<void>
  onClose: () => void
}

/** Asks before something is done, and says why it was not done. */
export function ConfirmDialog({ title, children, action, danger, run, onClose }: ConfirmDialogProps) {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)

  const confirm = async () => {
    setBusy(true)
    setFailure(null)
    try {
      await run()
      onClose()
    } catch (error) {
      const problem = toProblemError(error)
      setFailure(
        problem.code === 'network_unreachable'
          ? 'No answer came, so it may have been done or not. Look at the list again.'
          : `Nothing was changed. ${adviceFor(problem).title}.`,
      )
      setBusy(false)
    }
  }

  return (
    <Dialog title={title} onClose={() => !busy && onClose()}>
      <div className="grid gap-2 text-soft text-sm [overflow-wrap:anywhere]">{children}</div>
      {failure !== null && (
        <p role="alert" className="mt-4 text-danger text-sm">
          {failure}
        </p>
      )}
      <div className="mt-6 flex justify-end gap-2">
        <Button disabled={busy} onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button look={danger ? 'danger' : 'primary'} busy={busy} onClick={() => void confirm()}>
          {action}
        </Button>
      </div>
    </Dialog>
  )
}
