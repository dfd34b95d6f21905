import { useState } from 'react'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { adviceFor } from '@/components/problem-advice'
import { toast } from '@/components/toast'
import { removeConversation } from '@/features/conversations/conversation-store'
import { toProblemError } from '@/shared/api/problem-error'
import { navigate } from '@/shared/navigation'

export interface DeleteDialogProps {
  id: string
  title: string
  current: boolean
  onClose: () => void
}

/** Deletes a conversation, after the question whether that is meant. */
export function DeleteDialog({ id, title, current, onClose }: DeleteDialogProps) {
  const [busy, setBusy] = useState(false)
  const remove = async () => {
    setBusy(true)
    try {
      await removeConversation(id)
      if (current) navigate('/')
      toast({ text: 'Conversation deleted' })
    } catch (error) {
      toast({ tone: 'danger', text: `Not deleted. ${adviceFor(toProblemError(error)).title}.` })
    }
    onClose()
  }
  return (
    <Dialog title="Delete this conversation?" onClose={onClose}>
      <p className="text-soft text-sm">
        “{title}” and all of its answers are erased from the server. This cannot be undone.
      </p>
      <div className="mt-6 flex justify-end gap-2">
        <Button onClick={onClose} data-autofocus>
          Keep
        </Button>
        <Button look="danger" busy={busy} onClick={remove}>
          Delete
        </Button>
      </div>
    </Dialog>
  )
}
