import { requestJson } from './access'
import type { Page, SettingsChange, TenantSettings, TenantSettingsPatch } from './schema'

const PATH = '/admin/settings'

export function getTenantSettings(): Promise<TenantSettings> {
  return requestJson({ method: 'GET', path: PATH })
}

/**
 * Changes settings of the version that was seen.
 *
 * @throws ProblemError `version_conflict`, or `validation_failed` with the field that cannot be set so
 */
export function patchTenantSettings(seen: number, body: TenantSettingsPatch): Promise<TenantSettings> {
  return requestJson({ method: 'PATCH', path: PATH, body, headers: { 'If-Match': `"${seen}"` } })
}

/** Returns how many conversations a retention of so many days would delete now. */
export async function getInactiveCount(days: number): Promise<number> {
  const { conversations } = await requestJson<{ conversations: number }>({
    method: 'GET',
    path: `${PATH}/retention?days=${days}`,
  })
  return conversations
}

/** Returns changes, the last one first. */
export function getSettingsChanges(cursor: string | null): Promise<Page<SettingsChange>> {
  const query = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
  return requestJson({ method: 'GET', path: `${PATH}/versions?limit=10${query}` })
}
