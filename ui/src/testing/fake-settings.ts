import type { SettingsChange, TenantSettings, TenantSettingsPatch } from '@/shared/api/schema'
import { Refused } from './refused'

type Stored = Omit<TenantSettings, 'version' | 'configured'>

const NOTHING: Stored = { signUp: null, signUpDomains: [], allowedModels: [], defaultModel: null }

/** What an administrator has set, with its history. */
export class FakeSettings {
  configured: TenantSettings['configured'] = { signUp: 'open', defaultModel: 'gpt-4o' }
  changes: SettingsChange[] = []
  #stored = NOTHING

  get(): TenantSettings {
    return { version: this.changes.length, ...this.#stored, configured: this.configured }
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
