import { CheckCards } from '@/components/check-cards'
import { TextField } from '@/components/text-field'
import { KEY_PROTECTIONS } from '@/features/administration/setting-words'
import type { TenantSettings } from '@/shared/api/schema'
import { SettingsSection, type SettingsSectionProps } from './settings-section'

const PLAIN = [
  {
    value: 'plain',
    label: 'Scripts may send keys that are not sealed',
    description: 'Browsers always seal them. It counts as far as the configuration of the server allows it.',
  },
] as const

/** What may be done with the keys of people. */
export function KeysSection({ draft, form, stored }: SettingsSectionProps & { stored: TenantSettings }) {
  return (
    <SettingsSection title="Keys">
      <CheckCards
        legend="How browsers may keep a key that is added from now on"
        cards={KEY_PROTECTIONS}
        values={draft.keyProtections}
        required
        onChange={(keyProtections) => form.edit({ keyProtections })}
      />
      <CheckCards
        legend="Keys of scripts"
        cards={PLAIN}
        values={draft.plainKeys ? ['plain'] : []}
        onChange={(values) => form.edit({ plainKeys: values.length > 0 })}
      />
      <TextField
        label="Model that writes titles"
        value={draft.titleModel}
        placeholder={`Recommended: ${stored.configured.titleModel}`}
        mono
        maxLength={300}
        spellCheck={false}
        autoCapitalize="none"
        hint="An id. Each first question has a title written with the key of the person who asks."
        error={form.errorOf('titleModel')}
        onChange={(event) => form.edit({ titleModel: event.target.value })}
      />
    </SettingsSection>
  )
}
