import { isComposing } from '@/shared/keys'

const TITLE_LENGTH = 200

export interface RenameFieldProps {
  title: string
  onRename: (title: string) => void
  onDone: () => void
}

/** The title of a conversation, to change. */
export function RenameField({ title, onRename, onDone }: RenameFieldProps) {
  const save = (value: string) => {
    const renamed = value.trim()
    onDone()
    if (renamed !== '' && renamed !== title) onRename(renamed)
  }
  return (
    <input
      aria-label="Title"
      dir="auto"
      defaultValue={title}
      maxLength={TITLE_LENGTH}
      // biome-ignore lint/a11y/noAutofocus: renaming was asked for just now
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => save(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (isComposing(event.nativeEvent)) return
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key !== 'Escape') return
        event.stopPropagation()
        event.currentTarget.value = title
        onDone()
      }}
      className="h-9 w-full rounded-md border border-accent bg-raised px-2 text-ink outline-offset-0 md:text-sm"
    />
  )
}
