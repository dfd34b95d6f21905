import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { login, logout, useSession } from '@/shared/api/session-store'
import { withFakeServer } from '@/testing/network'
import { checkKey, lockVault, removeKey, storeKey, unlockVault, useVault } from './vault-store'

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
  expect(useVault.getState()).toEqual({ status: 'unlocked', mode: 'passphrase', hint: '6789' })
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
