import { Check, Copy, Pencil } from 'lucide-react'
import { type KeyboardEvent, memo, useState } from 'react'
import { Button } from '@/components/button'
import { IconButton } from '@/components/icon-button'
import { useCopy } from '@/components/use-copy'
import type { TranscriptEntry } from '@/features/conversations/message-tree'
import { isSendKey } from '@/shared/send-key'
import { editMessage, useEditing } from './editing-store'
import { MessageTime } from './message-time'
import { SiblingPager } from './sibling-pager'

/** A longer text is folded: it is the reader's own, and the answer is what they came for. */
const FOLDED_CHARACTERS = 1600
const FOLDED_LINES = 18

export interface UserMessageProps {
  entry: TranscriptEntry
  canWrite: boolean
  onEdit: (messageId: string, text: string) => void
  onStep: (messageId: string, step: -1 | 1) => void
}

export const UserMessage = memo(function UserMessage({ entry, canWrite, onEdit, onStep }: UserMessageProps) {
  const { message, siblingIndex, siblingCount } = entry
  const editing = useEditing((state) => state.messageId === message.id)
  const { copied, copy } = useCopy()

  if (editing) {
    return (
      <EditForm
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
      <h2 className="sr-only">You</h2>
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
      <p className="wrap-anywhere whitespace-pre-wrap">{unfolded ? text : head}</p>
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

interface EditFormProps {
  text: string
  onSubmit: (text: string) => void
  onCancel: () => void
}

function EditForm({ text, onSubmit, onCancel }: EditFormProps) {
  const [value, setValue] = useState(text)
  const empty = value.trim() === ''

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') {
      event.stopPropagation()
      onCancel()
    }
    if (isSendKey(event) && !empty) {
      event.preventDefault()
      onSubmit(value.trim())
    }
  }

  return (
    <form
      className="scroll-my-4 rounded-2xl bg-bubble p-3"
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit(value.trim())
      }}
    >
      <h2 className="sr-only">You</h2>
      <textarea
        aria-label="Edited text"
        value={value}
        rows={Math.min(12, value.split('\n', 12).length + 1)}
        // biome-ignore lint/a11y/noAutofocus: editing was asked for just now
        autoFocus
        onFocus={({ currentTarget }) => {
          currentTarget.setSelectionRange(value.length, value.length)
          currentTarget.form?.scrollIntoView({ block: 'nearest' })
        }}
        onChange={(event) => setValue(event.target.value)}
        onKeyDown={onKeyDown}
        className="max-h-[40dvh] w-full resize-none bg-transparent px-1 leading-7 outline-none [field-sizing:content]"
      />
      <div className="mt-2 flex items-center justify-end gap-2">
        <p className="mr-auto pl-1 text-muted text-xs">The former version is kept beside this one.</p>
        <Button size="small" look="quiet" onClick={onCancel}>
          Cancel
        </Button>
        <Button size="small" look="primary" type="submit" disabled={empty}>
          Ask again
        </Button>
      </div>
    </form>
  )
}
