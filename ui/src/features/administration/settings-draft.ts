import type {
  AiNoticePlace,
  BudgetSettings,
  Feature,
  KeyProtection,
  SignUpMode,
  StorageSettings,
  TenantSettings,
  TenantSettingsPatch,
} from '@/shared/api/schema'

type LimitSettings = BudgetSettings & StorageSettings

/** How much may be used and stored, by person and by organisation. */
const LIMITS = [
  'userTokensPerDay',
  'userTokensPerMonth',
  'userCostPerDay',
  'userCostPerMonth',
  'tenantTokensPerDay',
  'tenantTokensPerMonth',
  'tenantCostPerDay',
  'tenantCostPerMonth',
  'userStorageMegabytes',
  'userConversations',
  'tenantStorageMegabytes',
  'tenantConversations',
] as const satisfies readonly (keyof LimitSettings)[]

/** The settings as they are edited: lists as lines, what is not set as an empty text. */
export type SettingsDraft = Record<keyof LimitSettings, string> & {
  signUp: SignUpMode
  signUpDomains: string
  allowedModels: string
  defaultModel: string
  instructions: string
  banner: string
  aiNotice: AiNoticePlace
  aiNoticeText: string
  retentionDays: string
  titleModel: string
  keyProtections: readonly KeyProtection[]
  plainKeys: boolean
  questionsPerMinute: string
  questionsPerDay: string
  tenantQuestionsPerMinute: string
  disabledFeatures: readonly Feature[]
}

export function draftOf(settings: TenantSettings): SettingsDraft {
  return {
    signUp: settings.signUp ?? settings.configured.signUp,
    signUpDomains: settings.signUpDomains.join('\n'),
    allowedModels: settings.allowedModels.join('\n'),
    defaultModel: settings.defaultModel ?? '',
    instructions: settings.instructions ?? '',
    banner: settings.banner ?? '',
    aiNotice: settings.aiNotice ?? 'composer',
    aiNoticeText: settings.aiNoticeText ?? '',
    retentionDays: settings.retentionDays?.toString() ?? '',
    titleModel: settings.titleModel ?? '',
    keyProtections: settings.keyProtections,
    plainKeys: settings.plainKeys ?? true,
    questionsPerMinute: settings.questionsPerMinute?.toString() ?? '',
    questionsPerDay: settings.questionsPerDay?.toString() ?? '',
    tenantQuestionsPerMinute: settings.tenantQuestionsPerMinute?.toString() ?? '',
    disabledFeatures: settings.disabledFeatures,
    ...ofLimits((name) => settings[name]?.toString() ?? ''),
  }
}

function ofLimits<V>(of: (name: keyof LimitSettings) => V): Record<keyof LimitSettings, V> {
  return Object.fromEntries(LIMITS.map((name) => [name, of(name)])) as Record<keyof LimitSettings, V>
}

const MOST_PROTECTIONS = 3

/** How each setting of a draft is sent. */
const SENT: { [Name in keyof SettingsDraft]: (value: SettingsDraft[Name]) => TenantSettingsPatch[Name] } = {
  signUp: (value) => value,
  signUpDomains: linesOf,
  allowedModels: linesOf,
  defaultModel: textOrNull,
  instructions: textOrNull,
  banner: textOrNull,
  aiNotice: (value) => value,
  aiNoticeText: textOrNull,
  retentionDays: numberOrNull,
  titleModel: textOrNull,
  keyProtections: (value) => (value.length === MOST_PROTECTIONS ? [] : [...value]),
  // True is what holds where nothing is set, as far as the server allows it.
  plainKeys: (value) => (value ? null : false),
  questionsPerMinute: numberOrNull,
  questionsPerDay: numberOrNull,
  tenantQuestionsPerMinute: numberOrNull,
  disabledFeatures: (value) => [...value],
  ...ofLimits(() => numberOrNull),
}

/** Returns the settings of a draft that differ from those that are stored. */
export function patchOf(draft: SettingsDraft, stored: TenantSettings): TenantSettingsPatch {
  const before = draftOf(stored)
  const names = Object.keys(SENT) as (keyof SettingsDraft)[]
  return Object.fromEntries(
    names
      .filter((name) => String(draft[name]) !== String(before[name]))
      .map((name) => [name, sent(name, draft)]),
  )
}

function sent<Name extends keyof SettingsDraft>(name: Name, draft: SettingsDraft): TenantSettingsPatch[Name] {
  return SENT[name](draft[name])
}

function linesOf(text: string): string[] {
  return text
    .split(/[\n,;]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function numberOrNull(text: string): number | null {
  return text.trim() === '' ? null : Number(text)
}

function textOrNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim()
}
