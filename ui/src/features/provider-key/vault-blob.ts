import { vaultDamaged } from './vault-problems'

/** Version of the format; part of the authenticated data, so that no blob can be read as another version. */
const BLOB_VERSION = 1
const PROVIDER = 'openai'
/** OWASP's floor for PBKDF2-HMAC-SHA256. Checked on reading as well: a blob may not ask for less. */
const MIN_ITERATIONS = 600_000
/** Above this a changed blob would only keep the processor busy. */
const MAX_ITERATIONS = 10_000_000
const SALT_BYTES = 16
const IV_BYTES = 12

type KeyDerivation = { name: 'PBKDF2'; hash: 'SHA-256'; iterations: number; salt: Uint8Array<ArrayBuffer> }

/** The key at rest: AES-256-GCM under a key that is derived (`kdf`) or, where that is null, held by the browser. */
export type VaultBlob = {
  version: number
  kdf: KeyDerivation | null
  iv: Uint8Array<ArrayBuffer>
  ciphertext: Uint8Array<ArrayBuffer>
  /** Last characters of the key, readable without opening it. */
  hint: string
}

/** Whose blob it is: origin and user. A blob opens only where all of its authenticated data match. */
export type BlobOwner = { origin: string; userId: string }

export function newKeyDerivation(): KeyDerivation {
  return {
    name: 'PBKDF2',
    hash: 'SHA-256',
    iterations: MIN_ITERATIONS,
    salt: crypto.getRandomValues(new Uint8Array(SALT_BYTES)),
  }
}

/** @throws ProblemError `vault_damaged` where the parameters are weaker than any this program writes */
export async function deriveKey(passphrase: string, kdf: KeyDerivation): Promise<CryptoKey> {
  if (kdf.name !== 'PBKDF2' || kdf.hash !== 'SHA-256') throw vaultDamaged()
  if (!(kdf.iterations >= MIN_ITERATIONS && kdf.iterations <= MAX_ITERATIONS)) throw vaultDamaged()
  if (!(kdf.salt instanceof Uint8Array) || kdf.salt.length < SALT_BYTES) throw vaultDamaged()
  const secret = new TextEncoder().encode(passphrase.normalize('NFKC'))
  const base = await crypto.subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveKey'])
  secret.fill(0)
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', iterations: kdf.iterations, salt: kdf.salt },
    base,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
}

/** A key that can be used but not read, and that IndexedDB can keep. */
export function newDeviceKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

export async function encryptBlob(
  plaintext: Uint8Array<ArrayBuffer>,
  wrappingKey: CryptoKey,
  owner: BlobOwner,
  about: Pick<VaultBlob, 'kdf' | 'hint'>,
): Promise<VaultBlob> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const cipher = { name: 'AES-GCM', iv, additionalData: authenticated(owner, BLOB_VERSION) }
  const ciphertext = new Uint8Array(await crypto.subtle.encrypt(cipher, wrappingKey, plaintext))
  return { version: BLOB_VERSION, iv, ciphertext, ...about }
}

/** @throws DOMException OperationError where key, owner, version or a single bit of the blob is not the one of writing */
export async function decryptBlob(
  blob: VaultBlob,
  wrappingKey: CryptoKey,
  owner: BlobOwner,
): Promise<Uint8Array<ArrayBuffer>> {
  if (blob.version !== BLOB_VERSION) throw vaultDamaged()
  const cipher = { name: 'AES-GCM', iv: blob.iv, additionalData: authenticated(owner, blob.version) }
  return new Uint8Array(await crypto.subtle.decrypt(cipher, wrappingKey, blob.ciphertext))
}

function authenticated({ origin, userId }: BlobOwner, version: number): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode([origin, userId, PROVIDER, version].join('|'))
}
