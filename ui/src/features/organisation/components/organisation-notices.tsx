import { Megaphone, X } from 'lucide-react'
import { IconButton } from '@/components/icon-button'
import { useFollowedSettings } from '@/features/organisation/followed-settings'
import { useMySettings } from '@/features/organisation/my-settings'
import { createUserStore } from '@/shared/user-store'

/** What people are told where the organisation has no words of its own. */
export const AI_NOTICE = 'Answers come from an AI and can be wrong. Check what matters.'

/** The banner that this person has closed; another text is shown again. */
const closed = createUserStore<{ text: string | null }>('uru.banner.', (stored) => ({
  text: typeof stored === 'object' && stored !== null && 'text' in stored ? String(stored.text) : null,
}))

/** What the organisation tells everybody, until this person closes it. */
export function OrganisationBanner() {
  const banner = useFollowedSettings()?.banner ?? null
  const { text } = closed.use()
  if (banner === null || banner === text) return null
  return (
    <aside
      aria-label="Notice of your organisation"
      className="flex shrink-0 items-start gap-3 bg-accent-wash px-4 py-2 pt-[max(0.5rem,env(safe-area-inset-top))] text-sm"
    >
      <Megaphone aria-hidden size={16} className="mt-2 shrink-0 text-accent" />
      <p className="min-w-0 grow whitespace-pre-line py-1.5 [overflow-wrap:anywhere]">{banner}</p>
      <IconButton
        label="Close the notice"
        icon={<X aria-hidden size={16} />}
        onClick={() => closed.set({ text: banner })}
      />
    </aside>
  )
}

/** Says that answers come from an AI, in the words and the place that the organisation has chosen. */
export function AiNotice({ begins }: { begins: boolean }) {
  const settings = useMySettings((state) => state.settings)
  if (settings?.aiNotice.place === 'first_message' && !begins) return null
  return <>{settings?.aiNotice.text ?? AI_NOTICE}</>
}
