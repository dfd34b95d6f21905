import { TextField } from '@/components/text-field'
import { settingLabel } from '@/features/administration/setting-words'
import { SettingsSection, type SettingsSectionProps } from './settings-section'

const LIMITS = [
  'userStorageMegabytes',
  'tenantStorageMegabytes',
  'userConversations',
  'tenantConversations',
] as const

/** How much each person, and all together, may store. */
export function StorageSection({ draft, form }: SettingsSectionProps) {
  return (
    <SettingsSection title="Storage">
      <p className="text-muted text-sm">
        Megabytes are those of the texts of questions and answers. Where there is no room, Uru takes no more
        questions; deleting conversations makes room at once.
      </p>
      <div className="grid gap-4 sm:grid-cols-2">
        {LIMITS.map((name) => (
          <TextField
            key={name}
            label={settingLabel(name)}
            value={draft[name]}
            placeholder="No limit"
            type="number"
            inputMode="numeric"
            min={1}
            error={form.errorOf(name)}
            onChange={(event) => form.edit({ [name]: event.target.value })}
          />
        ))}
      </div>
    </SettingsSection>
  )
}
