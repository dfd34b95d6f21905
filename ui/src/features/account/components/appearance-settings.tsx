import { Monitor, Moon, Sun } from 'lucide-react'
import { RadioCards } from '@/components/radio-cards'
import { formatMoment } from '@/shared/moment'
import { type Preferences, setPreferences, usePreferences } from '@/shared/preferences'
import { SyncNotice } from './sync-notice'

const THEMES = [
  { value: 'light', label: 'Light', icon: <Sun aria-hidden size={18} /> },
  { value: 'dark', label: 'Dark', icon: <Moon aria-hidden size={18} /> },
  { value: 'system', label: 'System', icon: <Monitor aria-hidden size={18} /> },
] as const

const TEXT_SIZES = [
  { value: 'small', label: 'Small' },
  { value: 'normal', label: 'Normal' },
  { value: 'large', label: 'Large' },
  { value: 'larger', label: 'Larger' },
] as const

const MOTIONS = [
  { value: 'system', label: 'System', description: 'As your device is set.' },
  { value: 'reduced', label: 'Reduced', description: 'Nothing slides or fades.' },
] as const

const HALF_PAST_TWO = new Date(2026, 0, 1, 14, 30)
const TIME = { hour: 'numeric', minute: '2-digit' } as const
const timeFormat = (value: Preferences['timeFormat'], label: string) => ({
  value,
  label,
  description: formatMoment(HALF_PAST_TWO, TIME, value),
})
const TIME_FORMATS = [
  timeFormat('system', 'System'),
  timeFormat('12', '12 hours'),
  timeFormat('24', '24 hours'),
]

/** How Uru looks, on all devices of the account. */
export function AppearanceSettings() {
  const { theme, textSize, motion, timeFormat } = usePreferences()
  return (
    <section aria-label="Appearance" className="grid gap-6 text-sm">
      <SyncNotice />
      <RadioCards
        legend="Theme"
        titled
        row
        cards={THEMES}
        value={theme}
        onChange={(value) => setPreferences({ theme: value })}
      />
      <RadioCards
        legend="Text size"
        titled
        row
        cards={TEXT_SIZES}
        value={textSize}
        onChange={(value) => setPreferences({ textSize: value })}
      />
      <RadioCards
        legend="Motion"
        titled
        row
        cards={MOTIONS}
        value={motion}
        onChange={(value) => setPreferences({ motion: value })}
      />
      <RadioCards
        legend="Time of day"
        titled
        row
        cards={TIME_FORMATS}
        value={timeFormat}
        onChange={(value) => setPreferences({ timeFormat: value })}
      />
    </section>
  )
}
