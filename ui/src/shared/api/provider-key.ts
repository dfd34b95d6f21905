import { requestJson } from './access'
import type { KeyCheck } from './schema'

export const PROVIDER_KEY_HEADER = 'Uru-Provider-Key'

/** Asks OpenAI, through the server, whether the sealed key works. */
export function postKeyCheck(sealedKey: string): Promise<KeyCheck> {
  return requestJson({
    method: 'POST',
    path: '/provider-key/check',
    headers: { [PROVIDER_KEY_HEADER]: sealedKey },
  })
}
