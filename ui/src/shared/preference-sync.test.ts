import { HttpResponse, http } from 'msw'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { withFakeServer } from '@/testing/network'
import { login, logout, restoreSession, useSession } from './api/session-store'
import { syncPreferences, unsentPreferences, useSyncProblem } from './preference-sync'
import { setPreferences, usePreferences } from './preferences'

const fake = withFakeServer()
const ADA = { email: 'ada@example.org', password: 'correct horse' }
const stored = () => fake.server.accounts[0]?.preferences

beforeEach(() => login(ADA))
afterEach(() => logout())

test('sends changes to the account, where the next sign-in finds them', async () => {
  setPreferences({ theme: 'dark', defaultModel: 'o1' })
  await syncPreferences()
  expect(stored()).toEqual({ theme: 'dark', defaultModel: 'o1' })
  expect(unsentPreferences()).toEqual({})

  await logout()
  localStorage.clear()
  await login(ADA)
  expect(usePreferences.getState()).toMatchObject({ theme: 'dark', defaultModel: 'o1' })
})

test('takes a model back out of the account', async () => {
  setPreferences({ defaultModel: 'o1' })
  await syncPreferences()
  setPreferences({ defaultModel: null })
  await syncPreferences()

  expect(stored()).not.toHaveProperty('defaultModel')
})

test('sends what is changed while it sends', async () => {
  setPreferences({ textSize: 'large' })
  const sync = syncPreferences()
  setPreferences({ textSize: 'small' })
  await sync

  expect(stored()).toEqual({ textSize: 'small' })
})

test('keeps what the server refused, says why, and sends it later', async () => {
  const refusal = { code: 'service_unavailable', status: 503, title: 'Busy' }
  fake.network.use(
    http.patch('*/api/v1/me', () => HttpResponse.json(refusal, { status: 503 }), { once: true }),
  )
  setPreferences({ theme: 'dark' })
  await syncPreferences()
  expect(useSyncProblem.getState().problem?.code).toBe('service_unavailable')
  expect(unsentPreferences()).toEqual({ theme: 'dark' })

  await syncPreferences()
  await vi.waitFor(() => expect(stored()).toEqual({ theme: 'dark' }))
  expect(useSyncProblem.getState().problem).toBeNull()
})

test('sends once what two tabs have not sent', async () => {
  let patches = 0
  fake.network.events.on('request:start', ({ request }) => {
    if (request.method === 'PATCH') patches++
  })
  setPreferences({ theme: 'dark' })
  // Another tab sends it while this one waits for its turn.
  const request = async (name: string, _: unknown, action: () => Promise<void>) => {
    expect(name).toBe('uru.preferences')
    const { unsent: _unsent, ...sent } = JSON.parse(localStorage.getItem('uru.preferences') ?? '{}')
    localStorage.setItem('uru.preferences', JSON.stringify({ ...sent, unsent: [] }))
    return action()
  }
  vi.spyOn(navigator, 'locks', 'get').mockReturnValue({ request } as unknown as LockManager)

  await syncPreferences()
  expect(patches).toBe(0)
  expect(unsentPreferences()).toEqual({})
})

test('keeps a change that was made offline when the session expires before the next visit', async () => {
  fake.network.use(http.patch('*/api/v1/me', () => HttpResponse.error()))
  setPreferences({ instructions: 'Be brief.' })
  await syncPreferences()
  fake.network.resetHandlers()
  fake.server.endSession()

  await restoreSession()
  expect(useSession.getState().status).toBe('anonymous')
  await login(ADA)
  await syncPreferences()
  expect(stored()).toMatchObject({ instructions: 'Be brief.' })
})

test('changes nothing when everything is sent: a change would have it sent again, for ever', async () => {
  setPreferences({ theme: 'dark' })
  await syncPreferences()
  const listener = vi.fn()
  const unsubscribe = usePreferences.subscribe(listener)

  await syncPreferences()
  unsubscribe()
  expect(listener).not.toHaveBeenCalled()
})
