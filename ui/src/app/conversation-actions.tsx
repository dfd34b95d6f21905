import { Download, Share2 } from 'lucide-react'
import { useState } from 'react'
import { Dialog } from '@/components/dialog'
import { IconButton } from '@/components/icon-button'
import { lazyPart } from '@/components/lazy-part'
import { requestExport } from '@/features/conversations/export-request'
import { useFeature } from '@/features/organisation/my-settings'
import type { Conversation } from '@/shared/api/schema'

const ShareDialog = lazyPart(
  async () => (await import('@/features/sharing/components/share-dialog')).ShareDialog,
  {
    frame: (notice, { onClose }) => (
      <Dialog title="Share" onClose={onClose}>
        {notice}
      </Dialog>
    ),
  },
)

export interface ConversationActionsProps {
  conversation: Conversation
  canShare: boolean
}

/** The buttons in the header of a conversation. */
export function ConversationActions({ conversation, canShare }: ConversationActionsProps) {
  const [sharing, setSharing] = useState(false)
  const mayShare = useFeature('sharing') && canShare
  const mayExport = useFeature('export')
  return (
    <>
      {mayShare && (
        <IconButton
          label="Share"
          tip="Share this conversation"
          icon={<Share2 aria-hidden size={18} />}
          onClick={() => setSharing(true)}
        />
      )}
      {mayExport && (
        <IconButton
          label="Export"
          tip="Export this conversation"
          className="max-sm:hidden"
          icon={<Download aria-hidden size={18} />}
          onClick={() => requestExport({ type: 'conversation', id: conversation.id })}
        />
      )}
      {sharing && <ShareDialog conversation={conversation} onClose={() => setSharing(false)} />}
    </>
  )
}
