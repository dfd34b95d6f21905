import { useEffect, useState } from 'react'
import { getInactiveCount } from '@/shared/api/admin-settings'
import { ConfirmDialog } from './confirm-dialog'
import { wouldDelete } from './settings-retention'

export interface RetentionDialogProps {
  days: number
  onConfirm: () => Promise<void>
  onClose: () => void
}

/** Says what a retention deletes before it is saved. */
export function RetentionDialog({ days, onConfirm, onClose }: RetentionDialogProps) {
  const [report, setReport] = useState('Counting what that deletes …')

  useEffect(() => {
    getInactiveCount(days).then(
      (count) => setReport(wouldDelete(count)),
      () => setReport('What that deletes could not be counted.'),
    )
  }, [days])

  return (
    <ConfirmDialog
      title={`Delete conversations after ${days === 1 ? '1 day' : `${days} days`}?`}
      action="Save and delete"
      danger
      run={onConfirm}
      onClose={onClose}
    >
      <p>
        Conversations of everybody without a question for that long are deleted as soon as you save, and every
        hour from then on. They cannot be brought back.
      </p>
      <p role="status" className="font-medium text-ink">
        {report}
      </p>
    </ConfirmDialog>
  )
}
