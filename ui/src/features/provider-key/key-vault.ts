import { ProblemError } from '@/shared/api/problem-error'
import { isAdminKey, normalizeProviderKey } from './provider-key-text'
import { sealKey, type TransportKeys } from './sealed-key'
import {
  type CheckedFacts,
  type KeyFacts,
  type NewKey,
  NO_FACTS,
  PASSPHRASE_MIN_LENGTH,
  type Vault,
  type VaultMode,
  type VaultStatus,
} from './vault'
import {
  type BlobOwner,
  decryptBlob,
  deriveKey,
  encryptBlob,
  newDeviceKey,
  newKeyDerivation,
  type VaultBlob,
} from './vault-blob'
import {
  adminKey,
  malformedKey,
  vaultDamaged,
  vaultEmpty,
  vaultLocked,
  weakPassphrase,
  wrongPassphrase,
} from './vault-problems'

/** What is kept of one user's vault; `deviceKey` only in mode `device`, `facts` not by earlier versions. */
export type StoredVault = { blob: VaultBlob; deviceKey: CryptoKey | null; facts?: KeyFacts }

/** Where vaults are kept across page loads, one per user. */
export type VaultStorage = {
  read(userId: string): Promise<StoredVault | undefined>
  write(userId: string, stored: StoredVault): Promise<void>
  remove(userId: string): Promise<void>
}

const KEY_SHAPE = /^[A-Za-z0-9._-]{8,256}$/
const HINT_LENGTH = 4
const IDLE_MS = 30 * 60_000

/** A key that is held, as far as it can be put back. */
type Held = { stored: StoredVault; wrappingKey: CryptoKey | null; mode: VaultMode }

/**
 * The vault itself, as it lives in the worker. Between two uses it holds only ciphertext and a key that cannot be exported;
 * the plain text exists for the moment of storing and of sealing, in bytes that are overwritten.
 */
export class KeyVault implements Vault {
  readonly #owner: BlobOwner
  readonly #storage: VaultStorage
  readonly #transportKeys: TransportKeys
  readonly #onLocked: (status: VaultStatus) => void
  #stored: StoredVault | null = null
  #wrappingKey: CryptoKey | null = null
  #mode: VaultMode = 'passphrase'
  /** The key before the last stored one. */
  #former: Held | null = null
  /** Whose check can come in. */
  #sealed: VaultBlob | null = null
  #idleTimer: ReturnType<typeof setTimeout> | undefined
  #usedAt = 0

  constructor(
    owner: BlobOwner,
    storage: VaultStorage,
    transportKeys: TransportKeys,
    onLocked: (status: VaultStatus) => void,
  ) {
    this.#owner = owner
    this.#storage = storage
    this.#transportKeys = transportKeys
    this.#onLocked = onLocked
  }

  async status(): Promise<VaultStatus> {
    if (this.#stored && this.#mode === 'tab') return this.#describe()
    const stored = await this.#storage.read(this.#owner.userId)
    if (!stored) {
      this.#forget()
      return { status: 'empty' }
    }
    if (isSame(stored.blob, this.#stored?.blob)) this.#stored = stored
    else this.#hold(stored, stored.deviceKey)
    await this.#lockIfIdle()
    return this.#describe()
  }

  async store({ key, mode, passphrase = '', organization, project }: NewKey): Promise<VaultStatus> {
    const trimmed = normalizeProviderKey(key)
    if (isAdminKey(trimmed)) throw adminKey()
    if (!KEY_SHAPE.test(trimmed)) throw malformedKey()
    if (mode === 'passphrase' && passphrase.length < PASSPHRASE_MIN_LENGTH) {
      throw weakPassphrase(PASSPHRASE_MIN_LENGTH)
    }
    const kdf = mode === 'passphrase' ? newKeyDerivation() : null
    const wrappingKey = kdf ? await deriveKey(passphrase, kdf) : await newDeviceKey()
    const plaintext = new TextEncoder().encode(trimmed)
    try {
      const about = { kdf, hint: trimmed.slice(-HINT_LENGTH) }
      const blob = await encryptBlob(plaintext, wrappingKey, this.#owner, about)
      const facts = { ...NO_FACTS, organization: given(organization), project: given(project) }
      const stored = { blob, deviceKey: mode === 'device' ? wrappingKey : null, facts }
      const former = this.#held()
      await this.#write(stored, mode)
      this.#hold(stored, wrappingKey, mode)
      this.#former = former
    } finally {
      plaintext.fill(0)
    }
    return this.#describe()
  }

  async undo(): Promise<VaultStatus> {
    const former = this.#former
    if (!former) return this.remove()
    await this.#write(former.stored, former.mode)
    this.#hold(former.stored, former.wrappingKey, former.mode)
    return this.#describe()
  }

  async record(checked: CheckedFacts): Promise<VaultStatus> {
    await this.status()
    if (!this.#stored || !isSame(this.#stored.blob, this.#sealed ?? undefined)) return this.#describe()
    this.#former = null
    const facts = { ...NO_FACTS, ...this.#stored.facts, ...checked }
    this.#stored = { ...this.#stored, facts }
    await this.#write(this.#stored, this.#mode)
    return this.#describe()
  }

  async unlock(passphrase: string): Promise<VaultStatus> {
    await this.status()
    const blob = this.#stored?.blob
    if (!blob) throw vaultEmpty()
    if (!blob.kdf) return this.#describe()
    const wrappingKey = await deriveKey(passphrase, blob.kdf)
    try {
      const plaintext = await decryptBlob(blob, wrappingKey, this.#owner)
      plaintext.fill(0)
    } catch (error) {
      throw error instanceof ProblemError ? error : wrongPassphrase(error)
    }
    this.#wrappingKey = wrappingKey
    this.#restartIdleTimer()
    return this.#describe()
  }

  async lock(): Promise<VaultStatus> {
    this.#former = null
    if (this.#mode === 'passphrase') this.#wrappingKey = null
    clearTimeout(this.#idleTimer)
    return this.#describe()
  }

  async remove(): Promise<VaultStatus> {
    await this.#storage.remove(this.#owner.userId)
    this.#forget()
    return { status: 'empty' }
  }

  async seal(fresh: boolean): Promise<string> {
    if (!this.#stored) await this.status()
    if (!this.#stored) throw vaultEmpty()
    await this.#lockIfIdle()
    if (!this.#wrappingKey) throw vaultLocked()
    const recipient = await this.#transportKeys(fresh)
    const plaintext = await this.#open(this.#stored.blob, this.#wrappingKey)
    try {
      const { host, organization, project } = this.#stored.facts ?? NO_FACTS
      this.#sealed = this.#stored.blob
      return await sealKey(plaintext, { sub: this.#owner.userId, host, organization, project }, recipient)
    } finally {
      plaintext.fill(0)
      this.#restartIdleTimer()
    }
  }

  async #open(blob: VaultBlob, wrappingKey: CryptoKey): Promise<Uint8Array<ArrayBuffer>> {
    try {
      return await decryptBlob(blob, wrappingKey, this.#owner)
    } catch (error) {
      throw vaultDamaged(error)
    }
  }

  async #write(stored: StoredVault, mode: VaultMode): Promise<void> {
    if (mode === 'tab') await this.#storage.remove(this.#owner.userId).catch(() => {})
    else await this.#storage.write(this.#owner.userId, stored)
  }

  #held(): Held | null {
    return this.#stored && { stored: this.#stored, wrappingKey: this.#wrappingKey, mode: this.#mode }
  }

  #hold(stored: StoredVault, wrappingKey: CryptoKey | null, mode?: VaultMode): void {
    this.#stored = stored
    this.#former = null
    this.#wrappingKey = wrappingKey
    this.#mode = mode ?? (stored.blob.kdf ? 'passphrase' : 'device')
    this.#restartIdleTimer()
  }

  #forget(): void {
    this.#stored = null
    this.#former = null
    this.#wrappingKey = null
    clearTimeout(this.#idleTimer)
  }

  #describe(): VaultStatus {
    if (!this.#stored) return { status: 'empty' }
    const status = this.#wrappingKey ? 'unlocked' : 'locked'
    const { blob, facts = NO_FACTS } = this.#stored
    return { status, mode: this.#mode, hint: blob.hint, facts }
  }

  /** Timers stand still while the computer sleeps or the tab is frozen; the clock does not. */
  async #lockIfIdle(): Promise<void> {
    const idle = this.#mode === 'passphrase' && Date.now() - this.#usedAt >= IDLE_MS
    if (this.#wrappingKey && idle) this.#onLocked(await this.lock())
  }

  #restartIdleTimer(): void {
    clearTimeout(this.#idleTimer)
    this.#usedAt = Date.now()
    if (this.#mode !== 'passphrase' || !this.#wrappingKey) return
    this.#idleTimer = setTimeout(() => this.lock().then(this.#onLocked), IDLE_MS)
  }
}

function given(id: string | undefined): string | null {
  return id?.trim() || null
}

function isSame(a: VaultBlob, b: VaultBlob | undefined): boolean {
  return b !== undefined && a.iv.every((byte, index) => byte === b.iv[index])
}
