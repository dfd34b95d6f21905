import type { SignUpMode } from '@/shared/api/schema'

export const SIGN_UP_MODES: readonly { value: SignUpMode; label: string; description: string }[] = [
  { value: 'open', label: 'Everybody', description: 'Whoever opens the sign-in page.' },
  { value: 'domains', label: 'By mail domain', description: 'Whoever has an address of these domains.' },
  {
    value: 'invitation',
    label: 'By invitation',
    description: 'Administrators invite people; the sign-in page says so.',
  },
  { value: 'closed', label: 'Nobody', description: 'Administrators add people.' },
]

const LABELS: Readonly<Record<string, string>> = {
  signUp: 'Sign-up',
  signUpDomains: 'Mail domains',
  allowedModels: 'Allowed models',
  defaultModel: 'Model of new conversations',
}

/** Returns the name of a setting, or of a value in its list, on the screen; one of a later version of Uru has its own. */
export function settingLabel(name: string): string {
  return LABELS[name.replace(/\[\d+\]$/, '')] ?? name
}

/** Returns a value of the history in words. */
export function settingText(name: string, value: unknown): string {
  if (value === null) return 'not set'
  if (Array.isArray(value)) return value.join(', ')
  if (name === 'signUp') return SIGN_UP_MODES.find((mode) => mode.value === value)?.label ?? String(value)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
