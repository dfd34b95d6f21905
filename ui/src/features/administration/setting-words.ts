import type { AiNoticePlace, Feature, KeyProtection, SignUpMode } from '@/shared/api/schema'

export const SIGN_UP_MODES: readonly { value: SignUpMode; label: string; description: string }[] = [
  { value: 'open', label: 'Everybody', description: 'People who open the sign-in page.' },
  { value: 'domains', label: 'By mail domain', description: 'People with an address of these domains.' },
  {
    value: 'invitation',
    label: 'By invitation',
    description: 'Administrators invite people; the sign-in page says so.',
  },
  { value: 'closed', label: 'Nobody', description: 'Administrators add people.' },
]

export const AI_NOTICE_PLACES: readonly { value: AiNoticePlace; label: string; description: string }[] = [
  { value: 'composer', label: 'Always', description: 'Below the field for messages.' },
  {
    value: 'first_message',
    label: 'Where a conversation begins',
    description: 'Until its first question is asked.',
  },
]

const LABELS: Readonly<Record<string, string>> = {
  signUp: 'Sign-up',
  signUpDomains: 'Mail domains',
  allowedModels: 'Allowed models',
  defaultModel: 'Model of new conversations',
  instructions: 'Instructions of new conversations',
  banner: 'Banner',
  aiNotice: 'Place of the AI notice',
  aiNoticeText: 'Words of the AI notice',
  retentionDays: 'Days until deletion',
  titleModel: 'Model for titles',
  keyProtections: 'Protection of keys',
  plainKeys: 'Keys that are not sealed',
  questionsPerMinute: 'Questions in a minute',
  questionsPerDay: 'Questions in a day',
  tenantQuestionsPerMinute: 'Questions of all together in a minute',
  userTokensPerDay: 'Tokens of a person in a day',
  userTokensPerMonth: 'Tokens of a person in a month',
  userCostPerDay: 'US dollars of a person in a day',
  userCostPerMonth: 'US dollars of a person in a month',
  tenantTokensPerDay: 'Tokens of all together in a day',
  tenantTokensPerMonth: 'Tokens of all together in a month',
  tenantCostPerDay: 'US dollars of all together in a day',
  tenantCostPerMonth: 'US dollars of all together in a month',
  userStorageMegabytes: 'Megabytes of a person',
  userConversations: 'Conversations of a person',
  tenantStorageMegabytes: 'Megabytes of all together',
  tenantConversations: 'Conversations of all together',
  disabledFeatures: 'Switched off',
}

export const KEY_PROTECTIONS: readonly { value: KeyProtection; label: string; description: string }[] = [
  { value: 'passphrase', label: 'Passphrase', description: 'Nobody can read the key without it.' },
  { value: 'device', label: 'This device', description: 'Everyone who can use the browser can use the key.' },
  { value: 'tab', label: 'This tab only', description: 'Closing the tab forgets the key.' },
]

export const FEATURES: readonly { value: Feature; label: string; description: string }[] = [
  { value: 'export', label: 'Export', description: 'Files of conversations, for everybody.' },
  {
    value: 'sharing',
    label: 'Sharing',
    description: 'Links by which others in the organisation read a conversation.',
  },
]

const CHOICES: Readonly<Record<string, readonly { value: string; label: string }[]>> = {
  signUp: SIGN_UP_MODES,
  aiNotice: AI_NOTICE_PLACES,
  keyProtections: KEY_PROTECTIONS,
  disabledFeatures: FEATURES,
}

/** Returns the name of a setting, or of a value in its list, on the screen; one of a later version of Uru has its own. */
export function settingLabel(name: string): string {
  return LABELS[name.replace(/\[\d+\]$/, '')] ?? name
}

/** Returns a value of the history in words. */
export function settingText(name: string, value: unknown): string {
  if (value === null) return 'not set'
  if (Array.isArray(value)) return value.map((each) => settingText(name, each)).join(', ')
  if (typeof value === 'boolean') return value ? 'allowed' : 'not allowed'
  const words = CHOICES[name]?.find((choice) => choice.value === value)
  if (words) return words.label
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
