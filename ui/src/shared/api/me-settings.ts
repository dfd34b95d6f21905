import { requestJson } from './access'
import type { MySettings } from './schema'

/** Returns what the organisation has set, as far as it concerns the signed-in person. */
export function getMySettings(): Promise<MySettings> {
  return requestJson({ method: 'GET', path: '/me/settings' })
}
