import type {
  KeyProtection,
  MySettings,
  SettingsChange,
  TenantSettings,
  TenantSettingsPatch,
} from '@/shared/api/schema'
import { Refused } from './refused'

type Stored = Omit<TenantSettings, 'version' | 'configured'>

const NOTHING: Stored = {
  signUp: null,
  signUpDomains: [],
  allowedModels: [],
  defaultModel: null,
  instructions: null,
  banner: null,
  aiNotice: null,
  aiNoticeText: null,
  retentionDays: null,
  titleModel: null,
  keyProtections: [],
  plainKeys: null,
  questionsPerMinute: null,
  questionsPerDay: null,
  tenantQuestionsPerMinute: null,
  disabledFeatures: [],
  userTokensPerDay: null,
  userTokensPerMonth: null,
  userCostPerDay: null,
  userCostPerMonth: null,
  tenantTokensPerDay: null,
  tenantTokensPerMonth: null,
  tenantCostPerDay: null,
  tenantCostPerMonth: null,
  userStorageMegabytes: null,
  userConversations: null,
  tenantStorageMegabytes: null,
  tenantConversations: null,
}

const ALL_PROTECTIONS: KeyProtection[] = ['passphrase', 'device', 'tab']

/** What an administrator has set, with its history. */
export class FakeSettings {
  configured: TenantSettings['configured'] = {
    signUp: 'open',
    defaultModel: 'gpt-4o',
    titleModel: 'gpt-4o-mini',
    questionsPerMinute: 60,
  }
  changes: SettingsChange[] = []
  /** How many conversations any retention would delete. */
  inactive = 12
  #stored = NOTHING

  get(): TenantSettings {
    const stored = { ...this.#stored, keyProtections: this.#protections() }
    return { version: this.changes.length, ...stored, configured: this.configured }
  }

  #protections(): KeyProtection[] {
    const { keyProtections } = this.#stored
    return keyProtections.length === 0 ? ALL_PROTECTIONS : keyProtections
  }

  /** What holds for the people of the tenant. */
  ofPeople(): MySettings {
    const { instructions, banner, aiNotice, aiNoticeText, retentionDays } = this.#stored
    return {
      instructions: instructions !== null,
      banner,
      aiNotice: { place: aiNotice ?? 'composer', text: aiNoticeText },
      retentionDays,
      keyProtections: this.#protections(),
      features: {
        export: !this.#stored.disabledFeatures.includes('export'),
        sharing: !this.#stored.disabledFeatures.includes('sharing'),
      },
    }
  }

  change(patch: TenantSettingsPatch, seen: string | null): TenantSettings {
    const version = this.changes.length
    if (seen !== null && seen !== `"${version}"`) {
      throw new Refused(412, 'version_conflict', 'Somebody changed this meanwhile')
    }
    const bad = patch.signUpDomains?.find((domain) => !domain.includes('.'))
    if (bad !== undefined) {
      const refused = new Refused(400, 'validation_failed', 'The request is not valid')
      refused.problem.violations = [
        { field: 'signUpDomains', message: `“${bad}” is not a mail domain such as example.org.` },
      ]
      throw refused
    }
    const before: Readonly<Record<string, unknown>> = this.#stored
    this.#stored = { ...this.#stored, ...patch }
    this.changes.unshift({
      version: version + 1,
      changedAt: '2026-11-29T23:10:00Z',
      changedBy: { id: 'ada', displayName: 'Ada Lovelace' },
      changes: Object.entries(patch).map(([setting, after]) => ({
        setting,
        before: empty(before[setting]) ? null : before[setting],
        after: empty(after) ? null : after,
      })),
    })
    return this.get()
  }
}

function empty(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0)
}
