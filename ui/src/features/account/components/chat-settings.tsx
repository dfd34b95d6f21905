import { type FormEvent, useId, useState } from 'react'
import { Button } from '@/components/button'
import { RadioCards } from '@/components/radio-cards'
import { shortcutText } from '@/components/shortcut-text'
import { TextArea } from '@/components/text-area'
import { toast } from '@/components/toast'
import { isChoosable, today } from '@/features/models/lifecycle'
import { useCatalogue } from '@/features/models/model-store'
import { useMySettings } from '@/features/organisation/my-settings'
import { setPreferences, usePreferences } from '@/shared/preferences'
import { SyncNotice } from './sync-notice'

/** UTF-16 code units: with everything else that an account keeps, in any script, this stays below the server's 16 KiB. */
const INSTRUCTIONS_LENGTH = 4000

const SEND_KEYS = [
  { value: 'enter', label: 'Enter', description: `${shortcutText('Shift+Enter')} begins a new line.` },
  { value: 'mod-enter', label: shortcutText('Mod+Enter'), description: 'Enter begins a new line.' },
] as const

/** How conversations begin, and which key sends. */
export function ChatSettings() {
  const sendKey = usePreferences((preferences) => preferences.sendKey)
  return (
    <section aria-label="Chat" className="grid gap-6 text-sm">
      <SyncNotice />
      <DefaultModel />
      <Instructions />
      <RadioCards
        legend="Key that sends"
        titled
        row
        cards={SEND_KEYS}
        value={sendKey}
        onChange={(value) => setPreferences({ sendKey: value })}
      />
    </section>
  )
}

function DefaultModel() {
  const id = useId()
  const chosen = usePreferences((preferences) => preferences.defaultModel)
  const catalogue = useCatalogue()
  const choosable = catalogue.items.filter((model) => isChoosable(model, catalogue, today()))
  const recommended = choosable.find((model) => model.id === catalogue.defaultModel) ?? choosable[0]
  const missing = chosen !== null && !choosable.some((model) => model.id === chosen)
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block font-medium">
        Model of new conversations
      </label>
      <select
        id={id}
        value={chosen ?? ''}
        aria-describedby={`${id}-note`}
        onChange={({ currentTarget: { value } }) => setPreferences({ defaultModel: value || null })}
        className="h-11 w-full max-w-sm rounded-md border border-line-strong bg-raised px-2 text-ink"
      >
        <option value="">Recommended{recommended && `: ${recommended.label}`}</option>
        {missing && <option value={chosen}>{chosen} (not available)</option>}
        {choosable.map((model) => (
          <option key={model.id} value={model.id}>
            {model.label}
          </option>
        ))}
      </select>
      <p id={`${id}-note`} className="mt-1.5 text-muted">
        {missing
          ? 'This model is not available now. New conversations use the recommended one.'
          : 'A model that you choose before the first question becomes the new default.'}
      </p>
    </div>
  )
}

function Instructions() {
  const kept = usePreferences((preferences) => preferences.instructions)
  const [text, setText] = useState(kept)
  const [seen, setSeen] = useState(kept)
  const preset = useMySettings(({ settings }) => settings?.instructions ?? false)

  // Another tab or device has changed them.
  if (seen !== kept) {
    setSeen(kept)
    if (text === seen) setText(kept)
  }

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const instructions = text.trim()
    setText(instructions)
    setPreferences({ instructions })
    toast({ text: instructions === '' ? 'Instructions removed' : 'Instructions saved' })
  }

  return (
    <form className="grid gap-3" onSubmit={submit}>
      <TextArea
        label="Instructions for new conversations"
        value={text}
        rows={5}
        maxLength={INSTRUCTIONS_LENGTH}
        placeholder="For example: I write for engineers. Answer briefly, with sources."
        hint={`Sent with every question of a conversation that begins after you save them. Conversations that exist keep theirs.${preset ? ' Yours take the place of those of your organisation.' : ''}`}
        onChange={(event) => setText(event.target.value)}
      />
      <div>
        <Button type="submit" disabled={text.trim() === kept}>
          Save instructions
        </Button>
      </div>
    </form>
  )
}
