import { CompactEncrypt, importJWK, type JWK } from 'jose'
import { readJson, repeatOnTimeout, send } from '@/shared/api/http'
import { ProblemError } from '@/shared/api/problem-error'
import type { KeyFacts } from './vault'

/** The server accepts at most 60 s; the rest is for the way there and for coarse clocks. */
const LIFETIME_S = 50

/** A public key of the server, and by how much its clock is ahead of ours in milliseconds. */
export type TransportKey = { kid: string; key: CryptoKey | Uint8Array; clockAheadMs: number }

/** Gives the newest transport key, from memory unless a fresh one is asked for. */
export type TransportKeys = (fresh: boolean) => Promise<TransportKey>

/** @throws ProblemError where the server is not reached or publishes no key that can be used */
export function transportKeysOfServer(): TransportKeys {
  let known: Promise<TransportKey> | null = null
  return async (fresh) => {
    if (fresh) known = null
    known ??= repeatOnTimeout(fetchTransportKey)
    try {
      return await known
    } catch (error) {
      known = null
      throw error
    }
  }
}

/** Who may use a sealed key, and where and for whom the provider is asked; what is null is left out. */
export type SealedFor = { sub: string } & Pick<KeyFacts, 'host' | 'organization' | 'project'>

/**
 * Seals bytes of a key (RFC 7516 compact serialization, ECDH-ES with A256GCM) for the server and for this user only.
 *
 * The payload is put together as bytes, because a string could not be wiped; the key's characters need no JSON escape.
 */
export async function sealKey(
  key: Uint8Array<ArrayBuffer>,
  { sub, ...facts }: SealedFor,
  recipient: TransportKey,
): Promise<string> {
  const exp = Math.floor((Date.now() + recipient.clockAheadMs) / 1000) + LIFETIME_S
  const told = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null))
  const encoder = new TextEncoder()
  const before = encoder.encode('{"key":"')
  const after = encoder.encode(`",${JSON.stringify({ sub, exp, ...told }).slice(1)}`)
  const payload = new Uint8Array(before.length + key.length + after.length)
  payload.set(before)
  payload.set(key, before.length)
  payload.set(after, before.length + key.length)
  try {
    return await new CompactEncrypt(payload)
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: recipient.kid })
      .encrypt(recipient.key)
  } finally {
    payload.fill(0)
  }
}

async function fetchTransportKey(): Promise<TransportKey> {
  const response = await send({ method: 'GET', path: '/provider-key/jwks' })
  const serverTime = Date.parse(response.headers.get('Date') ?? '')
  const clockAheadMs = Number.isNaN(serverTime) ? 0 : serverTime - Date.now()
  const { keys } = await readJson<{ keys?: JWK[] }>(response)
  const jwk = keys?.find(({ kty, crv, kid }) => kty === 'EC' && crv === 'P-256' && kid !== undefined)
  if (!jwk?.kid) {
    throw new ProblemError({
      code: 'unexpected_response',
      status: response.status,
      title: 'The server publishes no key to seal yours with',
      action: 'Tell your administrator.',
    })
  }
  return { kid: jwk.kid, key: await importJWK(jwk, 'ECDH-ES'), clockAheadMs }
}
