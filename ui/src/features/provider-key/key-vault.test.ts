// @vitest-environment node
import { compactDecrypt, decodeProtectedHeader, exportJWK, generateKeyPair, importJWK } from 'jose'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { KeyVault, type StoredVault, type VaultStorage } from './key-vault'
import type { TransportKey } from './sealed-key'
import { NO_FACTS, type VaultMode, type VaultStatus } from './vault'

const KEY = 'sk-practice-0123456789abcdefWXYZ'
const PASSPHRASE = 'a few easy words'
const ADA = { origin: 'https://uru.test', userId: 'ada' }

const pair = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true })
const recipient = (await importJWK(await exportJWK(pair.publicKey), 'ECDH-ES')) as CryptoKey

class MemoryStorage implements VaultStorage {
  readonly vaults = new Map<string, StoredVault>()
  read = async (userId: string) => this.vaults.get(userId)
  write = async (userId: string, vault: StoredVault) => void this.vaults.set(userId, vault)
  remove = async (userId: string) => void this.vaults.delete(userId)

  get(userId: string): StoredVault {
    const stored = this.vaults.get(userId)
    if (!stored) throw new Error(`Nothing is stored for ${userId}`)
    return stored
  }
}

function vault(storage: VaultStorage, owner = ADA, onLocked: (status: VaultStatus) => void = () => {}) {
  const transportKeys = async (): Promise<TransportKey> => ({ kid: 'k1', key: recipient, clockAheadMs: 0 })
  return new KeyVault(owner, storage, transportKeys, onLocked)
}

async function unseal(sealed: string): Promise<Record<string, unknown>> {
  const { plaintext } = await compactDecrypt(sealed, pair.privateKey)
  return JSON.parse(new TextDecoder().decode(plaintext)) as Record<string, unknown>
}

async function storedWithPassphrase(): Promise<MemoryStorage> {
  const storage = new MemoryStorage()
  await vault(storage).store({ key: KEY, mode: 'passphrase', passphrase: PASSPHRASE })
  return storage
}

afterEach(() => {
  vi.useRealTimers()
})

test('is empty at first and refuses to seal', async () => {
  const empty = vault(new MemoryStorage())

  await expect(empty.status()).resolves.toEqual({ status: 'empty' })
  await expect(empty.seal(false)).rejects.toMatchObject({ code: 'vault_empty' })
  await expect(empty.unlock(PASSPHRASE)).rejects.toMatchObject({ code: 'vault_empty' })
})

test.each<[VaultMode, string]>([
  ['passphrase', 'locked'],
  ['device', 'unlocked'],
])('in mode %s is %s in the next page', async (mode, status) => {
  const storage = new MemoryStorage()
  await expect(vault(storage).store({ key: ` ${KEY}\n`, mode, passphrase: PASSPHRASE })).resolves.toEqual({
    status: 'unlocked',
    mode,
    hint: 'WXYZ',
    facts: NO_FACTS,
  })

  await expect(vault(storage).status()).resolves.toEqual({ status, mode, hint: 'WXYZ', facts: NO_FACTS })
})

test('in mode tab keeps nothing, not even what another mode had kept', async () => {
  const storage = await storedWithPassphrase()
  const tab = vault(storage)
  await tab.store({ key: KEY, mode: 'tab' })

  expect(storage.vaults.size).toBe(0)
  await expect(tab.status()).resolves.toMatchObject({ status: 'unlocked', mode: 'tab', hint: 'WXYZ' })
  await expect(unseal(await tab.seal(false))).resolves.toMatchObject({ key: KEY })
  await expect(vault(storage).status()).resolves.toEqual({ status: 'empty' })
})

test.each<VaultMode>(['passphrase', 'device', 'tab'])(
  'seals the key for the server in mode %s',
  async (mode) => {
    const storage = new MemoryStorage()
    const opened = vault(storage)
    await opened.store({ key: KEY, mode, passphrase: PASSPHRASE })

    const sealed = await opened.seal(false)
    const { key, sub, exp } = await unseal(sealed)
    expect({ key, sub }).toEqual({ key: KEY, sub: 'ada' })
    expect(Number(exp) - Date.now() / 1000).toBeGreaterThan(40)
    expect(Number(exp) - Date.now() / 1000).toBeLessThanOrEqual(60)
    expect(decodeProtectedHeader(sealed)).toMatchObject({ alg: 'ECDH-ES', enc: 'A256GCM', kid: 'k1' })
    expect(sealed).not.toContain(KEY)
  },
)

test('counts the validity of a sealed key by the clock of the server', async () => {
  const anHour = 3_600_000
  const ahead = new KeyVault(
    ADA,
    new MemoryStorage(),
    async () => ({ kid: 'k1', key: recipient, clockAheadMs: anHour }),
    () => {},
  )
  await ahead.store({ key: KEY, mode: 'tab' })

  const { exp } = await unseal(await ahead.seal(false))
  expect(Number(exp) * 1000 - Date.now()).toBeGreaterThan(anHour)
})

test('asks for fresh transport keys only when told to', async () => {
  const asked: boolean[] = []
  const curious = new KeyVault(
    ADA,
    new MemoryStorage(),
    async (fresh) => {
      asked.push(fresh)
      return { kid: 'k1', key: recipient, clockAheadMs: 0 }
    },
    () => {},
  )
  await curious.store({ key: KEY, mode: 'tab' })
  await curious.seal(false)
  await curious.seal(true)

  expect(asked).toEqual([false, true])
})

test('stores nothing that shows the key, and another ciphertext each time', async () => {
  const storage = await storedWithPassphrase()
  const first = storage.get('ada').blob
  await vault(storage).store({ key: KEY, mode: 'passphrase', passphrase: PASSPHRASE })
  const second = storage.get('ada').blob

  expect(new TextDecoder('latin1').decode(first.ciphertext)).not.toContain('practice')
  expect(first.iv).toHaveLength(12)
  expect(second.iv).not.toEqual(first.iv)
  expect(second.kdf?.salt).not.toEqual(first.kdf?.salt)
  expect(first.kdf?.iterations).toBeGreaterThanOrEqual(600_000)
})

test('keeps a device key that nobody can export', async () => {
  const storage = new MemoryStorage()
  await vault(storage).store({ key: KEY, mode: 'device' })
  const { deviceKey } = storage.get('ada')

  expect(deviceKey?.extractable).toBe(false)
  await expect(vault(storage).seal(false).then(unseal)).resolves.toMatchObject({ key: KEY })
})

test('never keeps the key that a passphrase gives', async () => {
  const storage = await storedWithPassphrase()

  expect(storage.get('ada').deviceKey).toBeNull()
})

describe('unlocking', () => {
  test('opens with the right passphrase only', async () => {
    const locked = vault(await storedWithPassphrase())

    await expect(locked.seal(false)).rejects.toMatchObject({ code: 'vault_locked' })
    await expect(locked.unlock('a few other words')).rejects.toMatchObject({ code: 'vault_wrong_passphrase' })
    await expect(locked.seal(false)).rejects.toMatchObject({ code: 'vault_locked' })
    await expect(locked.unlock(PASSPHRASE)).resolves.toMatchObject({ status: 'unlocked' })
    await expect(locked.seal(false).then(unseal)).resolves.toMatchObject({ key: KEY })
  })

  test('takes one passphrase for another that looks the same', async () => {
    const storage = new MemoryStorage()
    await vault(storage).store({ key: KEY, mode: 'passphrase', passphrase: 'caf\u00E9 cr\u00E8me' })

    await expect(vault(storage).unlock('cafe\u0301 cre\u0300me')).resolves.toMatchObject({
      status: 'unlocked',
    })
  })

  test.each(['iv', 'ciphertext'] as const)('refuses a blob with a changed bit in its %s', async (part) => {
    const storage = await storedWithPassphrase()
    const bytes = storage.get('ada').blob[part]
    bytes[0] = (bytes[0] ?? 0) ^ 1

    await expect(vault(storage).unlock(PASSPHRASE)).rejects.toMatchObject({ code: 'vault_wrong_passphrase' })
  })

  test.each([1, 1000, 599_999, Number.NaN, 1e12])(
    'refuses to derive with %s iterations',
    async (iterations) => {
      const storage = await storedWithPassphrase()
      const { kdf } = storage.get('ada').blob
      if (kdf) kdf.iterations = iterations

      await expect(vault(storage).unlock(PASSPHRASE)).rejects.toMatchObject({ code: 'vault_damaged' })
    },
  )

  test('refuses the blob of another user, of another origin and of another version', async () => {
    const storage = await storedWithPassphrase()
    const stolen = storage.get('ada')
    storage.vaults.set('eve', stolen)
    const eve = vault(storage, { ...ADA, userId: 'eve' })
    const elsewhere = vault(storage, { ...ADA, origin: 'https://evil.test' })

    await expect(eve.unlock(PASSPHRASE)).rejects.toMatchObject({ code: 'vault_wrong_passphrase' })
    await expect(elsewhere.unlock(PASSPHRASE)).rejects.toMatchObject({ code: 'vault_wrong_passphrase' })
    storage.vaults.set('ada', { ...stolen, blob: { ...stolen.blob, version: 2 } })
    await expect(vault(storage).unlock(PASSPHRASE)).rejects.toMatchObject({ code: 'vault_damaged' })
  })

  test("does not open another user's device blob", async () => {
    const storage = new MemoryStorage()
    await vault(storage).store({ key: KEY, mode: 'device' })
    storage.vaults.set('eve', storage.get('ada'))

    await expect(vault(storage, { ...ADA, userId: 'eve' }).seal(false)).rejects.toMatchObject({
      code: 'vault_damaged',
    })
  })
})

describe('locking', () => {
  test('needs the passphrase again', async () => {
    const opened = vault(await storedWithPassphrase())
    await opened.unlock(PASSPHRASE)

    await expect(opened.lock()).resolves.toMatchObject({ status: 'locked' })
    await expect(opened.seal(false)).rejects.toMatchObject({ code: 'vault_locked' })
  })

  test('happens by itself 30 minutes after the last use', async () => {
    const storage = new MemoryStorage()
    const told: VaultStatus[] = []
    const opened = vault(storage, ADA, (status) => told.push(status))
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    await opened.store({ key: KEY, mode: 'passphrase', passphrase: PASSPHRASE })

    await vi.advanceTimersByTimeAsync(29 * 60_000)
    await opened.seal(false)
    await vi.advanceTimersByTimeAsync(29 * 60_000)
    expect(told).toEqual([])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(told).toMatchObject([{ status: 'locked', mode: 'passphrase', hint: 'WXYZ' }])
    await expect(opened.seal(false)).rejects.toMatchObject({ code: 'vault_locked' })
  })

  test('happens on the first use after the computer has slept through the 30 minutes', async () => {
    const told: VaultStatus[] = []
    const opened = vault(await storedWithPassphrase(), ADA, (status) => told.push(status))
    await opened.unlock(PASSPHRASE)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 8 * 3_600_000 })

    await expect(opened.seal(false)).rejects.toMatchObject({ code: 'vault_locked' })
    expect(told).toMatchObject([{ status: 'locked' }])
  })

  test('is not for modes without a passphrase', async () => {
    const device = vault(new MemoryStorage())
    await device.store({ key: KEY, mode: 'device' })

    await expect(device.lock()).resolves.toMatchObject({ status: 'unlocked' })
  })
})

test('forgets a key that is removed', async () => {
  const storage = await storedWithPassphrase()
  const opened = vault(storage)
  await opened.unlock(PASSPHRASE)

  await expect(opened.remove()).resolves.toEqual({ status: 'empty' })
  expect(storage.vaults.size).toBe(0)
  await expect(opened.seal(false)).rejects.toMatchObject({ code: 'vault_empty' })
})

test('follows what another tab has stored or removed', async () => {
  const storage = await storedWithPassphrase()
  const here = vault(storage)
  await here.unlock(PASSPHRASE)

  await vault(storage).store({ key: 'sk-another-key-9876', mode: 'passphrase', passphrase: 'other words' })
  await expect(here.status()).resolves.toMatchObject({
    status: 'locked',
    mode: 'passphrase',
    hint: '9876',
  })
  storage.vaults.clear()
  await expect(here.status()).resolves.toEqual({ status: 'empty' })
})

test.each([
  '',
  'short',
  'sk-with space-0123456789',
  'sk-"quote"-0123456789',
  `sk-${'x'.repeat(300)}`,
  'sk-ключ-0123456789',
])('refuses to store %j as a key', async (key) => {
  await expect(vault(new MemoryStorage()).store({ key, mode: 'tab' })).rejects.toMatchObject({
    code: 'vault_malformed_key',
  })
})

test('refuses a short passphrase', async () => {
  const storage = new MemoryStorage()

  await expect(
    vault(storage).store({ key: KEY, mode: 'passphrase', passphrase: '1234567' }),
  ).rejects.toMatchObject({ code: 'vault_weak_passphrase' })
  expect(storage.vaults.size).toBe(0)
})

test.each([
  `"${KEY}"`,
  `OPENAI_API_KEY=${KEY}`,
  `export OPENAI_API_KEY="${KEY}"\n`,
  `\ufeffBearer ${KEY}\u200b`,
])('finds the key in %j', async (pasted) => {
  const opened = vault(new MemoryStorage())
  await opened.store({ key: pasted, mode: 'tab' })

  await expect(opened.seal(false).then(unseal)).resolves.toMatchObject({ key: KEY })
})

test.each(['sk-admin-0123456789abcdef', '"sk-admin-0123456789abcdef"'])(
  'refuses the admin key %j and keeps the key before it',
  async (key) => {
    const opened = vault(new MemoryStorage())
    await opened.store({ key: KEY, mode: 'tab' })

    await expect(opened.store({ key, mode: 'tab' })).rejects.toMatchObject({ code: 'vault_admin_key' })
    await expect(opened.seal(false).then(unseal)).resolves.toMatchObject({ key: KEY })
  },
)

test('takes the key of another upstream', async () => {
  const opened = vault(new MemoryStorage())
  await opened.store({ key: 'Bearer 4f2c9d0e8b7a4f2c9d0e', mode: 'tab' })

  await expect(opened.seal(false).then(unseal)).resolves.toMatchObject({ key: '4f2c9d0e8b7a4f2c9d0e' })
})

describe('what is known about the key', () => {
  const CHECKED = {
    host: 'eu.api.openai.com',
    checkedAt: '2026-11-28T10:00:00Z',
    findings: [
      { code: 'key_kind', severity: 'info' as const, title: 'Project key', detail: 'Of one project.' },
    ],
  }

  test('goes with the sealed key, as far as it is known', async () => {
    const opened = vault(new MemoryStorage())
    await opened.store({ key: KEY, mode: 'tab', organization: ' org-1 ', project: '' })
    const { exp: _, ...first } = await unseal(await opened.seal(false))
    expect(first).toEqual({ key: KEY, sub: 'ada', organization: 'org-1' })

    await opened.record(CHECKED)
    const { exp: __, ...second } = await unseal(await opened.seal(false))
    expect(second).toEqual({ key: KEY, sub: 'ada', organization: 'org-1', host: 'eu.api.openai.com' })
  })

  test('is kept with the key, readable while it is locked', async () => {
    const storage = new MemoryStorage()
    const opened = vault(storage)
    await opened.store({ key: KEY, mode: 'passphrase', passphrase: PASSPHRASE, project: 'proj_1' })
    await opened.seal(false)
    const facts = { ...CHECKED, organization: null, project: 'proj_1' }

    await expect(opened.record(CHECKED)).resolves.toMatchObject({ status: 'unlocked', facts })
    await expect(vault(storage).status()).resolves.toMatchObject({ status: 'locked', facts })
  })

  test('is followed when another tab has found it out', async () => {
    const storage = new MemoryStorage()
    const here = vault(storage)
    await here.store({ key: KEY, mode: 'device' })
    const there = vault(storage)
    await there.seal(false)
    await there.record(CHECKED)

    await expect(here.status()).resolves.toMatchObject({ status: 'unlocked', facts: CHECKED })
  })

  test('is not taken for that of a key which has replaced it', async () => {
    const opened = vault(new MemoryStorage())
    await opened.store({ key: KEY, mode: 'device' })
    await opened.seal(false)
    await opened.store({ key: 'sk-another-key-9876', mode: 'device' })

    await expect(opened.record(CHECKED)).resolves.toMatchObject({ hint: '9876', facts: NO_FACTS })
  })

  test('is nothing in a vault of an earlier version, which opens all the same', async () => {
    const storage = await storedWithPassphrase()
    const { facts: _, ...earlier } = storage.get('ada')
    storage.vaults.set('ada', earlier)
    const opened = vault(storage)

    await expect(opened.unlock(PASSPHRASE)).resolves.toMatchObject({ status: 'unlocked', facts: NO_FACTS })
    await expect(opened.seal(false).then(unseal)).resolves.toMatchObject({ key: KEY })
    await expect(opened.record(CHECKED)).resolves.toMatchObject({ facts: CHECKED })
  })
})

describe('taking a stored key back', () => {
  test.each<VaultMode>(['passphrase', 'device', 'tab'])('brings back the one of mode %s', async (mode) => {
    const storage = new MemoryStorage()
    const opened = vault(storage)
    await opened.store({ key: KEY, mode, passphrase: PASSPHRASE })
    await opened.store({ key: 'sk-another-key-9876', mode: 'device' })

    await expect(opened.undo()).resolves.toMatchObject({ status: 'unlocked', mode, hint: 'WXYZ' })
    await expect(opened.seal(false).then(unseal)).resolves.toMatchObject({ key: KEY })
    expect(storage.vaults.size).toBe(mode === 'tab' ? 0 : 1)
  })

  test('leaves an empty vault where there was none', async () => {
    const storage = new MemoryStorage()
    const opened = vault(storage)
    await opened.store({ key: KEY, mode: 'device' })

    await expect(opened.undo()).resolves.toEqual({ status: 'empty' })
    expect(storage.vaults.size).toBe(0)
  })
})
