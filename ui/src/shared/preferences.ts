import { create } from 'zustand'

const THEMES = ['light', 'dark', 'system'] as const

export type Theme = (typeof THEMES)[number]

/** How this browser shows Uru; nothing here is worth a round trip. */
export type Preferences = {
  theme: Theme
  /** Model of new conversations; null: the first of the catalogue. */
  defaultModel: string | null
}

/** `boot.js` reads the theme from the same place before the first paint. */
const STORAGE_KEY = 'uru.preferences'

export const usePreferences = create<Preferences>(readPreferences)

/** Changes, keeps and (the theme) applies preferences at once. */
export function setPreferences(change: Partial<Preferences>): void {
  usePreferences.setState(change)
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(usePreferences.getState()))
  } catch {
    // Storage is full or blocked: the choice then lasts as long as the page.
  }
  applyTheme()
}

/** Follows the system's theme while the preference is `system`; call once on load. */
export function followTheme(): void {
  darkScheme().addEventListener('change', applyTheme)
  window.addEventListener('storage', (event) => {
    if (event.key !== STORAGE_KEY) return
    usePreferences.setState(readPreferences())
    applyTheme()
  })
  applyTheme()
}

function applyTheme(): void {
  const { theme } = usePreferences.getState()
  const dark = theme === 'dark' || (theme === 'system' && darkScheme().matches)
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light'
}

function darkScheme(): MediaQueryList {
  return window.matchMedia('(prefers-color-scheme: dark)')
}

function readPreferences(): Preferences {
  try {
    const stored = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}') as Partial<Preferences>
    return {
      theme: THEMES.find((theme) => theme === stored.theme) ?? 'system',
      defaultModel: typeof stored.defaultModel === 'string' ? stored.defaultModel : null,
    }
  } catch {
    // Blocked or damaged storage.
    return { theme: 'system', defaultModel: null }
  }
}
