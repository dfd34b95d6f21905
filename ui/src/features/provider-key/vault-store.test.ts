import { HttpResponse, http } from 'msw'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { login, logout, useSession } from '@/shared/api/session-store'
import { sealEarlyAndWait } from '@/testing/early-seal'
import { withFakeServer } from '@/testing/network'
import {
  checkKey,
  discardKey,
  lockVault,
  refreshCatalogue,
  removeKey,
  sealEarly,
  storeKey,
  unlockVault,
  useCheckedKey,
  useVault,
  withSealedKey,
} from './vault-store'

const fake = withFakeServer()
const KEY = 'sk-practice-0123456789'
const PASSPHRASE = 'a few easy words'
const ADA = { email: 'ada@example.org', password: 'correct horse' }

beforeEach(async () => {
  await login(ADA)
  await vi.waitFor(() => expect(useVault.getState().status).not.toBe('opening'))
})

afterEach(async () => {
  await removeKey().catch(() => {})
  await logout().catch(() => {})
})

test('opens with the session and closes with it', async () => {
  expect(useVault.getState()).toEqual({ status: 'empty' })
  await logout()

  expect(useVault.getState()).toEqual({ status: 'opening' })
  await expect(storeKey({ key: KEY, mode: 'tab' })).rejects.toMatchObject({ code: 'vault_empty' })
})

test('follows storing, locking, unlocking and removing', async () => {
  await storeKey({ key: KEY, mode: 'passphrase', passphrase: PASSPHRASE })
  expect(useVault.getState()).toMatchObject({ status: 'unlocked', mode: 'passphrase', hint: '6789' })
  await lockVault()
  expect(useVault.getState()).toMatchObject({ status: 'locked' })
  await expect(unlockVault('something else')).rejects.toMatchObject({ code: 'vault_wrong_passphrase' })
  expect(useVault.getState()).toMatchObject({ status: 'locked' })
  await unlockVault(PASSPHRASE)
  expect(useVault.getState()).toMatchObject({ status: 'unlocked' })
  await removeKey()
  expect(useVault.getState()).toEqual({ status: 'empty' })
})

test('is locked after signing in again', async () => {
  await storeKey({ key: KEY, mode: 'passphrase', passphrase: PASSPHRASE })
  await logout()
  fake.server.signIn()
  await login(ADA)

  await vi.waitFor(() => expect(useVault.getState()).toMatchObject({ status: 'locked', hint: '6789' }))
})

test('forgets a key of mode tab with the session', async () => {
  await storeKey({ key: KEY, mode: 'tab' })
  await logout()
  await login(ADA)

  await vi.waitFor(() => expect(useVault.getState()).toEqual({ status: 'empty' }))
})

test('checks the key with the server, which alone can read it', async () => {
  const headers: string[] = []
  fake.network.events.on('request:start', ({ request }) => {
    headers.push(request.headers.get('Uru-Provider-Key') ?? '')
  })
  await storeKey({ key: KEY, mode: 'tab' })

  await expect(checkKey()).resolves.toMatchObject({ valid: true })
  expect(fake.server.openedKeys).toEqual([KEY])
  expect(headers.join()).not.toContain('sk-')
  fake.network.events.removeAllListeners()
})

test('hands on what is wrong with the key', async () => {
  await storeKey({ key: 'sk-practice-invalid-key', mode: 'tab' })

  await expect(checkKey()).rejects.toMatchObject({ code: 'provider_key_invalid', status: 422 })
  expect(useSession.getState().status).toBe('authenticated')
})

test('follows another tab', async () => {
  await storeKey({ key: KEY, mode: 'device' })
  const { user } = useSession.getState()
  const otherTab = new BroadcastChannel('uru.vault')
  useVault.setState({ status: 'empty' }, true)
  otherTab.postMessage({ userId: user?.id })

  await vi.waitFor(() => expect(useVault.getState()).toMatchObject({ status: 'unlocked', mode: 'device' }))
  otherTab.close()
})

const checks = (): number => fake.server.openedKeys.length

test('keeps what a check has found, and sends the host along from then on', async () => {
  await storeKey({ key: 'sk-practice-eu-0123456789', mode: 'device', project: 'proj_1' })
  await checkKey()

  const { last } = useCheckedKey.getState()
  expect(last?.check).toMatchObject({ valid: true, host: 'eu.api.openai.com' })
  expect(useVault.getState()).toMatchObject({
    facts: { host: 'eu.api.openai.com', project: 'proj_1', checkedAt: last?.checkedAt },
  })
  await checkKey()
  expect(fake.server.openedPayloads.at(-1)).toMatchObject({ host: 'eu.api.openai.com', project: 'proj_1' })
})

test('forgets the check with the key', async () => {
  await storeKey({ key: KEY, mode: 'tab' })
  await checkKey()
  await storeKey({ key: 'sk-practice-9876543210', mode: 'tab' })
  expect(useCheckedKey.getState().last).toBeNull()
  expect(useVault.getState()).toMatchObject({ facts: { checkedAt: null } })

  await discardKey()
  expect(useVault.getState()).toMatchObject({ hint: '6789' })
  await discardKey()
  expect(useVault.getState()).toEqual({ status: 'empty' })
})

test('understands a server that tells only the models', async () => {
  fake.network.use(
    http.post('*/api/v1/provider-key/check', () => HttpResponse.json({ valid: true, models: ['gpt-4o'] })),
  )
  await storeKey({ key: KEY, mode: 'tab' })

  await expect(checkKey()).resolves.toEqual({
    valid: true,
    models: ['gpt-4o'],
    catalogue: [],
    defaultModel: null,
    findings: [],
    headroom: null,
    host: null,
    listsModels: true,
  })
})

test('refreshes once for several callers, and fails silently', async () => {
  await storeKey({ key: KEY, mode: 'tab' })
  await Promise.all([refreshCatalogue(), refreshCatalogue()])
  expect(checks()).toBe(1)
  fake.network.use(http.post('*/api/v1/provider-key/check', () => HttpResponse.error()))

  await expect(refreshCatalogue()).resolves.toBeUndefined()
  expect(useVault.getState()).toMatchObject({ status: 'unlocked' })
})

describe('a key that is unlocked', () => {
  const HOUR = 3_600_000

  async function unlockAfter(milliseconds: number) {
    await storeKey({ key: KEY, mode: 'passphrase', passphrase: PASSPHRASE })
    await checkKey()
    await lockVault()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + milliseconds })
    fake.server.openedKeys.length = 0
    await unlockVault(PASSPHRASE)
  }

  afterEach(() => {
    vi.useRealTimers()
  })

  test('is checked again when its models are older than a day', async () => {
    await unlockAfter(25 * HOUR)
    await vi.waitFor(() => expect(checks()).toBe(1))
  })

  test('is not when they are younger', async () => {
    await unlockAfter(23 * HOUR)
    await refreshCatalogue()
    expect(checks()).toBe(1)
  })

  test('is checked again when a page that was left open for a day is looked at', async () => {
    await storeKey({ key: KEY, mode: 'tab' })
    await checkKey()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 25 * HOUR })
    fake.server.openedKeys.length = 0
    document.dispatchEvent(new Event('visibilitychange'))
    await vi.waitFor(() => expect(checks()).toBe(1))
  })
})

describe('a key that is sealed early', () => {
  /** Returns what the action was given at once, or undefined if it has to wait for a key. */
  function atOnce(): string | undefined {
    let given: string | undefined
    void withSealedKey(async (sealed) => {
      given = sealed
    }).catch(() => {})
    return given
  }

  async function checkWhileTyping(): Promise<void> {
    const checking = checkKey()
    await sealEarlyAndWait()
    await checking
  }

  beforeEach(() => storeKey({ key: KEY, mode: 'passphrase', passphrase: PASSPHRASE }))

  test('is given at once, and only once', async () => {
    await sealEarlyAndWait()
    expect(atOnce()).toMatch(/^eyJ/)
    expect(atOnce()).toBeUndefined()
  })

  test.each([
    ['the vault is locked', lockVault],
    ['another key is stored', () => storeKey({ key: 'sk-practice-9876543210', mode: 'tab' })],
    ['the key is removed', removeKey],
    ['a check has found its host', checkWhileTyping],
    ['the user signs out', () => logout().then(() => login(ADA))],
  ])('is dropped when %s', async (_, change) => {
    await sealEarlyAndWait()
    await change()

    expect(atOnce()).toBeUndefined()
  })

  test('is not made while the vault is locked', async () => {
    await lockVault()
    sealEarly()
    await unlockVault(PASSPHRASE)

    expect(atOnce()).toBeUndefined()
  })

  test('that could not be made is not told before it is needed', async () => {
    fake.network.use(http.get('*/provider-key/jwks', () => HttpResponse.error()))
    sealEarly()
    await expect(withSealedKey(async () => {})).rejects.toMatchObject({ code: 'network_unreachable' })

    fake.network.resetHandlers()
    await expect(withSealedKey(async (key) => key)).resolves.toMatch(/^eyJ/)
  })
})
