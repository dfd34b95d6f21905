import { Download, Ellipsis, Pencil, Pin, Trash2 } from 'lucide-react'
import { memo, type ReactNode, useState } from 'react'
import { cx } from '@/components/cx'
import { Dialog } from '@/components/dialog'
import { IconButton } from '@/components/icon-button'
import { lazyPart } from '@/components/lazy-part'
import { Link } from '@/components/link'
import { Menu } from '@/components/menu'
import { adviceFor } from '@/components/problem-advice'
import { toast } from '@/components/toast'
import { changeConversation } from '@/features/conversations/conversation-store'
import { requestExport } from '@/features/conversations/export-request'
import { useFeature } from '@/features/organisation/my-settings'
import { toProblemError } from '@/shared/api/problem-error'
import type { Conversation, ConversationPatch } from '@/shared/api/schema'
import { titleOf } from './conversation-title'

const RenameField = lazyPart(async () => (await import('./rename-field')).RenameField)

const DeleteDialog = lazyPart(async () => (await import('./delete-dialog')).DeleteDialog, {
  frame: (notice, { onClose }) => (
    <Dialog title="Delete" onClose={onClose}>
      {notice}
    </Dialog>
  ),
})

interface ConversationRowProps {
  conversation: Conversation
  current: boolean
  canWrite: boolean
  mark: ReactNode
}

export const ConversationRow = memo(
  function ConversationRow({ conversation, current, canWrite, mark }: ConversationRowProps) {
    const [task, setTask] = useState<'rename' | 'delete' | null>(null)
    const mayExport = useFeature('export')
    const done = () => setTask(null)
    const { id, pinned } = conversation
    const title = titleOf(conversation)
    const actions = [
      canWrite && { label: 'Rename', icon: <Pencil aria-hidden size={16} />, run: () => setTask('rename') },
      canWrite && {
        label: pinned ? 'Unpin' : 'Pin',
        icon: <Pin aria-hidden size={16} />,
        run: () => void change(id, { pinned: !pinned }),
      },
      mayExport && {
        label: 'Export',
        icon: <Download aria-hidden size={16} />,
        run: () => requestExport({ type: 'conversation', id }),
      },
      canWrite && {
        label: 'Delete',
        icon: <Trash2 aria-hidden size={16} />,
        danger: true,
        run: () => setTask('delete'),
      },
    ].filter((action) => action !== false)

    return (
      <li
        className={cx(
          'group relative flex items-center rounded-md transition-colors',
          current ? 'bg-selected' : 'focus-within:bg-hover hover:bg-hover',
        )}
      >
        {task === 'rename' ? (
          <RenameField
            title={conversation.title}
            onRename={(renamed) => void change(id, { title: renamed })}
            onDone={done}
          />
        ) : (
          <>
            <Link
              href={`/c/${id}`}
              aria-current={current ? 'page' : undefined}
              title={title}
              className="flex h-9 min-w-0 grow items-center gap-2 rounded-md pl-2.5 text-sm pointer-coarse:h-11"
            >
              <span dir="auto" className="truncate">
                {title}
              </span>
              {mark}
            </Link>
            {actions.length > 0 && (
              <div className="mr-1 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 has-aria-expanded:opacity-100 pointer-coarse:opacity-100">
                <Menu
                  label={`Actions for ${title}`}
                  trigger={(props) => (
                    <IconButton
                      {...props}
                      label={`Actions for ${title}`}
                      tip={actions.map(({ label }) => label).join(', ')}
                      size="small"
                      icon={<Ellipsis aria-hidden size={16} />}
                    />
                  )}
                  items={actions}
                />
              </div>
            )}
          </>
        )}
        {task === 'delete' && <DeleteDialog id={id} title={title} current={current} onClose={done} />}
      </li>
    )
  },
  (before, after) => before.conversation === after.conversation && before.current === after.current,
)

async function change(id: string, patch: ConversationPatch): Promise<void> {
  try {
    await changeConversation(id, patch)
  } catch (error) {
    toast({ tone: 'danger', text: `Not changed. ${adviceFor(toProblemError(error)).title}.` })
  }
}
