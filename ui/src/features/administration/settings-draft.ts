import type { SignUpMode, TenantSettings, TenantSettingsPatch } from '@/shared/api/schema'

/** The settings as they are edited: lists as lines, what is not set as an empty text. */
export type SettingsDraft = {
  signUp: SignUpMode
  signUpDomains: string
  allowedModels: string
  defaultModel: string
}

export function draftOf(settings: TenantSettings): SettingsDraft {
  return {
    signUp: settings.signUp ?? settings.configured.signUp,
    signUpDomains: settings.signUpDomains.join('\n'),
    allowedModels: settings.allowedModels.join('\n'),
    defaultModel: settings.defaultModel ?? '',
  }
}

/** How each setting of a draft is sent. */
const SENT: { [Name in keyof SettingsDraft]: (value: SettingsDraft[Name]) => TenantSettingsPatch[Name] } = {
  signUp: (value) => value,
  signUpDomains: linesOf,
  allowedModels: linesOf,
  defaultModel: textOrNull,
}

/** Returns the settings of a draft that differ from those that are stored. */
export function patchOf(draft: SettingsDraft, stored: TenantSettings): TenantSettingsPatch {
  const before = draftOf(stored)
  const names = Object.keys(SENT) as (keyof SettingsDraft)[]
  return Object.fromEntries(
    names.filter((name) => draft[name] !== before[name]).map((name) => [name, sent(name, draft)]),
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

function textOrNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim()
}
