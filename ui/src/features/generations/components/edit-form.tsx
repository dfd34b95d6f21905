import { type KeyboardEvent, useState } from 'react'
import { Button } from '@/components/button'
import { isComposing } from '@/shared/keys'
import { isSendKey } from '@/shared/send-key'
import { keepEdit, unsentEdit } from './editing-store'

export interface EditFormProps {
  messageId: string
  text: string
  onSubmit: (text: string) => void
  onCancel: () => void
}

/** A question to change, in the place of its text. */
export function EditForm({ messageId, text, onSubmit, onCancel }: EditFormProps) {
  const [value, setValue] = useState(() => unsentEdit(messageId) ?? text)
  const empty = value.trim() === ''

  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return
    if (event.key === 'Escape') {
      event.stopPropagation()
      onCancel()
    }
    if (isSendKey(event.nativeEvent) && !empty) {
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
        dir="auto"
        value={value}
        rows={Math.min(12, value.split('\n', 12).length + 1)}
        // biome-ignore lint/a11y/noAutofocus: editing was asked for just now
        autoFocus
        onFocus={({ currentTarget }) => {
          currentTarget.setSelectionRange(value.length, value.length)
          currentTarget.form?.scrollIntoView({ block: 'nearest' })
        }}
        onChange={(event) => {
          setValue(event.target.value)
          keepEdit(messageId, event.target.value)
        }}
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
