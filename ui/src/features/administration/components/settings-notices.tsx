import { RadioCards } from '@/components/radio-cards'
import { TextArea } from '@/components/text-area'
import { TextField } from '@/components/text-field'
import { AI_NOTICE_PLACES } from '@/features/administration/setting-words'
import { AI_NOTICE } from '@/features/organisation/components/organisation-notices'
import { SettingsSection, type SettingsSectionProps } from './settings-section'

/** What everybody is shown. */
export function NoticesSection({ draft, form }: SettingsSectionProps) {
  return (
    <SettingsSection title="Notices">
      <TextArea
        label="Banner"
        rows={2}
        maxLength={500}
        value={draft.banner}
        placeholder="For example: Uru is not available on Sunday from 8 to 10."
        hint="Shown to everybody who is signed in, at the top. Who closes it sees it again when the text changes."
        error={form.errorOf('banner')}
        onChange={(event) => form.edit({ banner: event.target.value })}
      />
      <RadioCards
        legend="Notice that answers come from an AI"
        titled
        cards={AI_NOTICE_PLACES}
        value={draft.aiNotice}
        onChange={(aiNotice) => form.edit({ aiNotice })}
      />
      <TextField
        label="Words of the notice"
        value={draft.aiNoticeText}
        maxLength={200}
        placeholder={AI_NOTICE}
        hint="In the European Union, people must be told that they deal with an AI (AI Act, Article 50)."
        error={form.errorOf('aiNoticeText')}
        onChange={(event) => form.edit({ aiNoticeText: event.target.value })}
      />
    </SettingsSection>
  )
}
