import { useId } from 'react'
import { TextArea } from '@/components/text-area'
import { TextField } from '@/components/text-field'
import { useCatalogue } from '@/features/models/model-store'
import type { TenantSettings } from '@/shared/api/schema'
import { SettingsSection, type SettingsSectionProps } from './settings-section'

/** Which models there are to choose from, and which one conversations begin with. */
export function ModelsSection({ draft, form, stored }: SettingsSectionProps & { stored: TenantSettings }) {
  const listId = useId()
  const { items } = useCatalogue()
  return (
    <SettingsSection title="Models and instructions">
      <TextArea
        label="Allowed models, one id or pattern in each line"
        rows={4}
        value={draft.allowedModels}
        placeholder="All that this server offers"
        spellCheck={false}
        autoCapitalize="none"
        hint="In a pattern, * stands for any text, ? for one character and # for one digit: gpt-6*. Conversations with a model that is no longer allowed stay readable."
        error={form.errorOf('allowedModels')}
        onChange={(event) => form.edit({ allowedModels: event.target.value })}
      />
      <TextField
        label="Model of new conversations"
        value={draft.defaultModel}
        placeholder={`Recommended: ${stored.configured.defaultModel}`}
        list={listId}
        mono
        maxLength={300}
        spellCheck={false}
        autoCapitalize="none"
        hint="An id. It counts for people who have not chosen a model of their own, and whose key can use it."
        error={form.errorOf('defaultModel')}
        onChange={(event) => form.edit({ defaultModel: event.target.value })}
      />
      <TextArea
        label="Instructions of new conversations"
        rows={4}
        maxLength={20_000}
        value={draft.instructions}
        placeholder="For example: You answer for the staff of a hospital. Do not give a diagnosis."
        hint="The system prompt of conversations that begin from now on, of people who have no instructions of their own. People can read it."
        error={form.errorOf('instructions')}
        onChange={(event) => form.edit({ instructions: event.target.value })}
      />
      <datalist id={listId}>
        {items.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </datalist>
    </SettingsSection>
  )
}
