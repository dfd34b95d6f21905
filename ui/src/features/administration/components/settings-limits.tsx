import { CheckCards } from '@/components/check-cards'
import { TextField } from '@/components/text-field'
import { FEATURES } from '@/features/administration/setting-words'
import type { TenantSettings } from '@/shared/api/schema'
import { SettingsSection, type SettingsSectionProps } from './settings-section'

/** How much people may do, and what. */
export function LimitsSection({ draft, form, stored }: SettingsSectionProps & { stored: TenantSettings }) {
  const enabled = FEATURES.map(({ value }) => value).filter((each) => !draft.disabledFeatures.includes(each))
  return (
    <SettingsSection title="Limits and features">
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label="Questions of a person in a minute"
          value={draft.questionsPerMinute}
          placeholder={String(stored.configured.questionsPerMinute)}
          type="number"
          inputMode="numeric"
          min={1}
          max={stored.configured.questionsPerMinute}
          error={form.errorOf('questionsPerMinute')}
          onChange={(event) => form.edit({ questionsPerMinute: event.target.value })}
        />
        <TextField
          label="Questions of a person in a day"
          value={draft.questionsPerDay}
          placeholder="No limit"
          type="number"
          inputMode="numeric"
          min={1}
          max={100_000}
          error={form.errorOf('questionsPerDay')}
          onChange={(event) => form.edit({ questionsPerDay: event.target.value })}
        />
        <TextField
          label="Questions of all together in a minute"
          value={draft.tenantQuestionsPerMinute}
          placeholder="No limit"
          type="number"
          inputMode="numeric"
          min={1}
          max={100_000}
          error={form.errorOf('tenantQuestionsPerMinute')}
          onChange={(event) => form.edit({ tenantQuestionsPerMinute: event.target.value })}
        />
      </div>
      <CheckCards
        legend="What people can use"
        cards={FEATURES}
        values={enabled}
        onChange={(values) =>
          form.edit({
            disabledFeatures: FEATURES.map(({ value }) => value).filter((each) => !values.includes(each)),
          })
        }
      />
    </SettingsSection>
  )
}
