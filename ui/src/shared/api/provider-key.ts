import { requestJson } from './access'
import type { KeyCheck } from './schema'

export const PROVIDER_KEY_HEADER = 'Uru-Provider-Key'

const UNTOLD = {
  catalogue: [],
  defaultModel: null,
  findings: [],
  headroom: null,
  host: null,
  listsModels: true,
}

/** Asks OpenAI, through the server, what the sealed key can do. A server of an older version tells only `models`. */
export async function postKeyCheck(sealedKey: string): Promise<KeyCheck> {
  const told = await requestJson<Pick<KeyCheck, 'valid' | 'models'> & Partial<KeyCheck>>({
    method: 'POST',
    path: '/provider-key/check',
    headers: { [PROVIDER_KEY_HEADER]: sealedKey },
  })
  return { ...UNTOLD, ...told }
}
