import { Check, Copy, Pencil } from 'lucide-react'
import { memo, useState } from 'react'
import { IconButton } from '@/components/icon-button'
import { lazyPart } from '@/components/lazy-part'
import { useCopy } from '@/components/use-copy'
import type { TranscriptEntry } from '@/features/conversations/message-tree'
import { editMessage, useEditing } from './editing-store'
import { MessageTime } from './message-time'
import { SiblingPager } from './sibling-pager'

const EditForm = lazyPart(async () => (await import('./edit-form')).EditForm)

/** A longer text is folded: it is the reader's own, and the answer is what they came for. */
const FOLDED_CHARACTERS = 1600
const FOLDED_LINES = 18

export interface UserMessageProps {
  entry: TranscriptEntry
  /** Who wrote a message that is not the reader's own to edit. */
  author?: string
  canWrite: boolean
  onEdit: (messageId: string, text: string) => void
  onStep: (messageId: string, step: -1 | 1) => void
}

export const UserMessage = memo(function UserMessage(props: UserMessageProps) {
  const { entry, author, canWrite, onEdit, onStep } = props
  const { message, siblingIndex, siblingCount } = entry
  const editing = useEditing((state) => author === undefined && state.messageId === message.id)
  const { copied, copy } = useCopy()

  if (editing) {
    return (
      <EditForm
        messageId={message.id}
        text={message.text}
        onCancel={() => editMessage(null)}
        onSubmit={(text) => {
          editMessage(null)
          onEdit(message.id, text)
        }}
      />
    )
  }
  return (
    <div className="group flex flex-col items-end">
      <h2 className="sr-only">{author ?? 'You'}</h2>
      <div className="max-w-[85%] rounded-2xl rounded-br-md bg-bubble px-4 py-2.5 leading-7">
        <FoldedText text={message.text} />
      </div>
      <div className="mt-1 flex min-h-7 items-center gap-0.5 text-muted text-xs opacity-0 transition-opacity focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100 has-[[role=group]]:opacity-100">
        <span className="px-1.5">
          <MessageTime at={message.createdAt} />
        </span>
        <IconButton
          label="Copy"
          size="small"
          icon={copied ? <Check aria-hidden size={15} /> : <Copy aria-hidden size={15} />}
          onClick={() => copy(message.text)}
        />
        {canWrite && (
          <IconButton
            label="Edit"
            size="small"
            icon={<Pencil aria-hidden size={15} />}
            onClick={() => editMessage(message.id)}
          />
        )}
        <SiblingPager index={siblingIndex} count={siblingCount} onStep={(step) => onStep(message.id, step)} />
      </div>
    </div>
  )
}, isSameEntry)

function isSameEntry(before: UserMessageProps, after: UserMessageProps): boolean {
  return (
    before.entry.message === after.entry.message &&
    before.entry.siblingIndex === after.entry.siblingIndex &&
    before.entry.siblingCount === after.entry.siblingCount &&
    before.canWrite === after.canWrite &&
    before.onEdit === after.onEdit &&
    before.onStep === after.onStep
  )
}

function FoldedText({ text }: { text: string }) {
  const [unfolded, setUnfolded] = useState(false)
  const head = headOf(text)
  const folds = head.length < text.length
  return (
    <>
      <p dir="auto" className="wrap-anywhere whitespace-pre-wrap [unicode-bidi:plaintext]">
        {unfolded ? text : head}
      </p>
      {folds && (
        <button
          type="button"
          aria-expanded={unfolded}
          onClick={() => setUnfolded(!unfolded)}
          className="touch font-medium text-accent text-sm underline-offset-4 hover:underline"
        >
          {unfolded ? 'Show less' : `Show all ${text.length.toLocaleString()} characters`}
        </button>
      )}
    </>
  )
}

function headOf(text: string): string {
  const start = text.slice(0, FOLDED_CHARACTERS)
  const lines = start.split('\n', FOLDED_LINES + 1)
  const head = lines.length > FOLDED_LINES ? lines.slice(0, FOLDED_LINES).join('\n') : start
  // A fold that hides a line or two is more trouble than it saves.
  return text.length - head.length < 200 && !text.slice(head.length).includes('\n\n\n') ? text : head
}
