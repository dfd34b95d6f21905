import { RadioCards } from '@/components/radio-cards'
import { TextArea } from '@/components/text-area'
import { SIGN_UP_MODES } from '@/features/administration/setting-words'
import { SettingsSection, type SettingsSectionProps } from './settings-section'

/** Who can make an account without an administrator. */
export function SignUpSection({ draft, form }: SettingsSectionProps) {
  return (
    <SettingsSection title="Sign-up">
      <RadioCards
        legend="Who can create an account"
        titled
        cards={SIGN_UP_MODES}
        value={draft.signUp}
        onChange={(signUp) => form.edit({ signUp })}
      />
      {draft.signUp === 'domains' && (
        <TextArea
          label="Mail domains, one in each line"
          rows={3}
          value={draft.signUpDomains}
          placeholder="example.org"
          spellCheck={false}
          autoCapitalize="none"
          hint="An address of a subdomain does not count. Uru does not check that an address belongs to who signs up with it."
          error={form.errorOf('signUpDomains')}
          onChange={(event) => form.edit({ signUpDomains: event.target.value })}
        />
      )}
    </SettingsSection>
  )
}
