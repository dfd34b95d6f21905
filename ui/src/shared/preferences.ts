import { create } from 'zustand'

/** What can be chosen; the first of each is the default. */
const CHOICES = {
  theme: ['system', 'light', 'dark'],
  textSize: ['normal', 'small', 'large', 'larger'],
  motion: ['system', 'reduced'],
  timeFormat: ['system', '12', '24'],
  sendKey: ['enter', 'mod-enter'],
} as const

type Choices = { [Name in keyof typeof CHOICES]: (typeof CHOICES)[Name][number] }

/** How the signed-in user wants Uru. They belong to the account; this browser keeps a copy for the first paint. */
export type Preferences = Choices & {
  /** Model of new conversations; null: the first of the catalogue. */
  defaultModel: string | null
  /** System prompt of new conversations; empty: none. */
  instructions: string
}

type Copy = Preferences & {
  /** Whose they are; null: nobody has signed in here. */
  owner: string | null
  /** What the server does not know yet. */
  unsent: readonly (keyof Preferences)[]
}

/** `boot.js` reads from the same place before the first paint. */
const STORAGE_KEY = 'uru.preferences'
const DEFAULTS = parsePreferences({})
const NAMES = Object.keys(DEFAULTS) as (keyof Preferences)[]

export const usePreferences = create<Copy>(readCopy)

/** Changes and applies preferences at once, and keeps them in this browser; `preference-sync.ts` sends them to the server. */
export function setPreferences(change: Partial<Preferences>): void {
  const { unsent } = usePreferences.getState()
  keepPreferences({ ...change, unsent: [...new Set([...unsent, ...(Object.keys(change) as typeof unsent)])] })
}

/**
 * Takes over what the server knows, except what it has not received yet.
 *
 * @param known the `preferences` of the account; undefined from a server of an earlier version
 */
export function takePreferences(userId: string, known: Readonly<Record<string, unknown>> | undefined): void {
  const copy = usePreferences.getState()
  const own = copy.owner === userId
  // A new array in any case, so that the shell tries again to send it.
  const unsent = own ? [...copy.unsent] : copy.owner === null ? chosenBefore(copy, known) : []
  const base = known ? parsePreferences(known) : own ? copy : DEFAULTS
  keepPreferences({ ...base, ...pick(copy, unsent), owner: userId, unsent })
}

/** Returns what was chosen in this browser before preferences belonged to an account, and the account has not. */
function chosenBefore(copy: Copy, known: Readonly<Record<string, unknown>> = {}): (keyof Preferences)[] {
  return NAMES.filter((name) => copy[name] !== DEFAULTS[name] && !(name in known))
}

/** Forgets what only its owner may see, and keeps how the page looks. */
export function hidePreferences(): void {
  const { defaultModel, instructions } = DEFAULTS
  keepPreferences({ defaultModel, instructions, unsent: [] })
}

/** Applies what decides about the look, now and whenever the system's theme or another tab changes it; call once on load. */
export function followPreferences(): void {
  darkScheme().addEventListener('change', apply)
  window.addEventListener('storage', (event) => {
    if (event.key !== STORAGE_KEY) return
    usePreferences.setState(readCopy())
    apply()
  })
  apply()
}

/** Returns whether movements are to be left out. */
export function prefersStillness(): boolean {
  return (
    usePreferences.getState().motion === 'reduced' ||
    window.matchMedia('(prefers-reduced-motion: reduce)').matches
  )
}

/** Changes the copy, here and in the storage, and applies it. */
export function keepPreferences(change: Partial<Copy>): void {
  usePreferences.setState(change)
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(usePreferences.getState()))
  } catch {
    // Storage is full or blocked: what is not sent then lasts as long as the page.
  }
  apply()
}

function apply(): void {
  const { theme, motion, textSize } = usePreferences.getState()
  const dark = theme === 'dark' || (theme === 'system' && darkScheme().matches)
  Object.assign(document.documentElement.dataset, { theme: dark ? 'dark' : 'light', motion, textSize })
}

function darkScheme(): MediaQueryList {
  return window.matchMedia('(prefers-color-scheme: dark)')
}

/** Returns those preferences that have these names. */
export function pick(from: Preferences, names: readonly (keyof Preferences)[]): Partial<Preferences> {
  return Object.fromEntries(names.map((name) => [name, from[name]]))
}

/** Reads what this tab or another one has kept in this browser. */
export function readCopy(): Copy {
  try {
    const stored = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}')
    const { owner, unsent } = stored
    return {
      ...parsePreferences(stored),
      owner: typeof owner === 'string' ? owner : null,
      unsent: Array.isArray(unsent) ? NAMES.filter((name) => unsent.includes(name)) : [],
    }
  } catch {
    // Blocked or damaged storage.
    return { ...DEFAULTS, owner: null, unsent: [] }
  }
}

/** Another version, or another client of the account, may have written anything. */
function parsePreferences(stored: Readonly<Record<string, unknown>>): Preferences {
  const choices = Object.entries(CHOICES).map(([name, [first, ...others]]) => [
    name,
    others.find((value) => value === stored[name]) ?? first,
  ])
  const { defaultModel, instructions } = stored
  return {
    ...(Object.fromEntries(choices) as Choices),
    defaultModel: typeof defaultModel === 'string' ? defaultModel : null,
    instructions: typeof instructions === 'string' ? instructions : '',
  }
}
