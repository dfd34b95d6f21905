import { Download, Ellipsis, Pencil, Pin, PinOff, Trash2 } from 'lucide-react'
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
import { toProblemError } from '@/shared/api/problem-error'
import type { Conversation, ConversationPatch } from '@/shared/api/schema'
import { titleOf } from './conversation-title'

const TITLE_LENGTH = 200

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
  mark: ReactNode
}

export const ConversationRow = memo(
  function ConversationRow({ conversation, current, mark }: ConversationRowProps) {
    const [task, setTask] = useState<'rename' | 'delete' | null>(null)
    const done = () => setTask(null)
    const { id, pinned } = conversation
    const title = titleOf(conversation)

    return (
      <li
        className={cx(
          'group relative flex items-center rounded-md transition-colors',
          current ? 'bg-selected' : 'focus-within:bg-hover hover:bg-hover',
        )}
      >
        {task === 'rename' ? (
          <RenameField conversation={conversation} onDone={done} />
        ) : (
          <>
            <Link
              href={`/c/${id}`}
              aria-current={current ? 'page' : undefined}
              title={title}
              className="flex h-9 min-w-0 grow items-center gap-2 rounded-md pl-2.5 text-sm pointer-coarse:h-11"
            >
              <span className="truncate">{title}</span>
              {mark}
            </Link>
            <div className="mr-1 opacity-0 focus-within:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100 has-aria-expanded:opacity-100 pointer-coarse:opacity-100">
              <Menu
                label={`Actions for ${title}`}
                trigger={(props) => (
                  <IconButton
                    {...props}
                    label={`Actions for ${title}`}
                    tip="Rename, pin, export, delete"
                    size="small"
                    icon={<Ellipsis aria-hidden size={16} />}
                  />
                )}
                items={[
                  { label: 'Rename', icon: <Pencil aria-hidden size={16} />, run: () => setTask('rename') },
                  {
                    label: pinned ? 'Unpin' : 'Pin',
                    icon: pinned ? <PinOff aria-hidden size={16} /> : <Pin aria-hidden size={16} />,
                    run: () => void change(id, { pinned: !pinned }),
                  },
                  {
                    label: 'Export',
                    icon: <Download aria-hidden size={16} />,
                    run: () => requestExport({ type: 'conversation', id }),
                  },
                  {
                    label: 'Delete',
                    icon: <Trash2 aria-hidden size={16} />,
                    danger: true,
                    run: () => setTask('delete'),
                  },
                ]}
              />
            </div>
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

function RenameField({ conversation, onDone }: { conversation: Conversation; onDone: () => void }) {
  const save = (value: string) => {
    const title = value.trim()
    onDone()
    if (title !== '' && title !== conversation.title) void change(conversation.id, { title })
  }
  return (
    <input
      aria-label="Title"
      defaultValue={conversation.title}
      maxLength={TITLE_LENGTH}
      // biome-ignore lint/a11y/noAutofocus: renaming was asked for just now
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => save(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key !== 'Escape') return
        event.stopPropagation()
        event.currentTarget.value = conversation.title
        onDone()
      }}
      className="h-9 w-full rounded-md border border-accent bg-raised px-2 text-ink outline-offset-0 md:text-sm"
    />
  )
}
