import { HttpResponse, http } from 'msw'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { withFakeServer } from '@/testing/network'
import { getModels } from './models'
import {
  login,
  logout,
  onUserChange,
  register,
  restoreSession,
  restoreUnmarkedSession,
  useSession,
} from './session-store'

const fake = withFakeServer()
const ADA = { email: 'ada@example.org', password: 'correct horse' }

function countRefreshes(): () => number {
  let count = 0
  fake.network.events.on('request:start', ({ request }) => {
    if (request.url.endsWith('/auth/refresh')) count += 1
  })
  return () => count
}

beforeEach(() => {
  localStorage.setItem('uru.session', '1')
  useSession.setState({ status: 'restoring', user: null }, true)
})

afterEach(() => {
  fake.network.events.removeAllListeners()
  vi.useRealTimers()
})

describe('on load', () => {
  test('restores who is signed in', async () => {
    fake.server.signIn()
    await restoreSession()

    expect(useSession.getState()).toMatchObject({ status: 'authenticated', user: { email: ADA.email } })
  })

  test('knows when the session has expired meanwhile', async () => {
    await restoreSession()

    expect(useSession.getState()).toEqual({ status: 'anonymous', user: null, expired: true })
  })

  test('asks nobody on a first visit and after signing out', async () => {
    const refreshes = countRefreshes()
    localStorage.clear()
    await restoreSession()
    expect(useSession.getState().status).toBe('anonymous')

    await login(ADA)
    await logout()
    await restoreSession()
    expect(refreshes()).toBe(0)
  })

  test('finds the session of a cookie again after the storage was emptied', async () => {
    localStorage.clear()
    fake.server.signIn()
    await restoreSession()
    await restoreUnmarkedSession()

    expect(useSession.getState().status).toBe('authenticated')
  })

  test('asks once about a cookie that is worth nothing', async () => {
    const refreshes = countRefreshes()
    localStorage.clear()
    await restoreUnmarkedSession()
    await restoreUnmarkedSession()
    await restoreSession()

    expect(refreshes()).toBe(1)
  })

  test('does not take a server that is away for being signed out', async () => {
    fake.network.use(http.post('*/auth/refresh', () => HttpResponse.error(), { once: true }))
    fake.server.signIn()
    await restoreSession()
    expect(useSession.getState()).toMatchObject({
      status: 'unreachable',
      problem: { code: 'network_unreachable' },
    })

    await restoreSession()
    expect(useSession.getState().status).toBe('authenticated')
  })

  test('tries again when another tab has just rotated the cookie', async () => {
    const rotated = { title: 'Already rotated', status: 409, code: 'already_rotated' }
    fake.network.use(
      http.post('*/auth/refresh', () => HttpResponse.json(rotated, { status: 409 }), { once: true }),
    )
    fake.server.signIn()
    await restoreSession()

    expect(useSession.getState().status).toBe('authenticated')
  })
})

test('signs in, and out again', async () => {
  await login(ADA)
  expect(useSession.getState()).toMatchObject({
    status: 'authenticated',
    user: { displayName: 'Ada Lovelace' },
  })
  await expect(getModels()).resolves.toHaveProperty('items.0.id', 'gpt-4o')

  await logout()
  expect(useSession.getState()).toEqual({ status: 'anonymous', user: null, expired: false })
  await expect(getModels()).rejects.toMatchObject({ status: 401 })
})

test('registers', async () => {
  await register({ email: 'new@example.org', password: 'long enough indeed', displayName: 'New' })

  expect(useSession.getState()).toMatchObject({ status: 'authenticated', user: { displayName: 'New' } })
})

test('says why signing in failed, and stays signed out', async () => {
  await restoreSession()

  await expect(login({ ...ADA, password: 'wrong' })).rejects.toMatchObject({ code: 'bad_credentials' })
  expect(useSession.getState().status).toBe('anonymous')
})

test('does not claim to be signed out when the server was not told', async () => {
  await login(ADA)
  fake.network.use(http.post('*/auth/logout', () => HttpResponse.error()))

  await expect(logout()).rejects.toMatchObject({ code: 'network_unreachable' })
  expect(useSession.getState().status).toBe('authenticated')
})

describe('an expired access token', () => {
  test('is renewed once for any number of requests, which then succeed', async () => {
    await login(ADA)
    fake.server.expireAccessToken()
    const refreshes = countRefreshes()

    await expect(Promise.all([getModels(), getModels(), getModels()])).resolves.toHaveLength(3)
    expect(refreshes()).toBe(1)
  })

  test('is renewed before it is used when its end is known', async () => {
    await login(ADA)
    const refreshes = countRefreshes()
    let refused = 0
    fake.network.events.on('response:mocked', ({ response }) => {
      if (response.status === 401) refused += 1
    })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 595_000 })

    await getModels()
    expect(refreshes()).toBe(1)
    expect(refused).toBe(0)
  })

  test('is renewed by one tab after the other', async () => {
    await login(ADA)
    fake.server.expireAccessToken()
    const turns: string[] = []
    const request = (name: string, _: unknown, action: () => unknown) => {
      turns.push(name)
      return action()
    }
    vi.spyOn(navigator, 'locks', 'get').mockReturnValue({ request } as unknown as LockManager)

    await getModels()
    expect(turns).toEqual(['uru.refresh'])
  })

  test('is renewed after three seconds although another tab hangs in its turn', async () => {
    await login(ADA)
    fake.server.expireAccessToken()
    let waits = () => {}
    const waiting = new Promise<void>((resolve) => {
      waits = resolve
    })
    const request = (_: string, { signal }: { signal: AbortSignal }) => {
      waits()
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
      })
    }
    vi.spyOn(navigator, 'locks', 'get').mockReturnValue({ request } as unknown as LockManager)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const models = getModels()
    await waiting
    vi.advanceTimersByTime(3_000)
    vi.useRealTimers()

    await expect(models).resolves.toHaveProperty('items.0.id', 'gpt-4o')
  })

  test('is renewed by a second request when the first gets no answer', async () => {
    await login(ADA)
    fake.server.expireAccessToken()
    let arrived = () => {}
    const lost = new Promise<void>((resolve) => {
      arrived = resolve
    })
    fake.network.use(
      http.post(
        '*/auth/refresh',
        () => {
          arrived()
          return new Promise<Response>(() => {})
        },
        { once: true },
      ),
    )
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const models = getModels()
    await lost
    vi.advanceTimersByTime(15_000)
    vi.useRealTimers()

    await expect(models).resolves.toHaveProperty('items.0.id', 'gpt-4o')
    expect(useSession.getState().status).toBe('authenticated')
  })

  test('never goes to a call that needs none', async () => {
    await login(ADA)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 })

    await expect(login(ADA)).resolves.toBeUndefined()
    await expect(logout()).resolves.toBeUndefined()
  })

  test('ends the session when the server has ended it, and says so', async () => {
    await login(ADA)
    const left = vi.fn()
    const stop = onUserChange(left)
    fake.server.endSession()

    await expect(getModels()).rejects.toMatchObject({ code: 'session_expired' })
    expect(useSession.getState()).toEqual({ status: 'anonymous', user: null, expired: true })
    expect(left).toHaveBeenCalledWith(expect.objectContaining({ email: ADA.email }), useSession.getState())
    stop()
  })

  test('does not end the session while the server is away', async () => {
    await login(ADA)
    fake.server.expireAccessToken()
    fake.network.use(http.post('*/auth/refresh', () => HttpResponse.error(), { once: true }))

    await expect(getModels()).rejects.toMatchObject({ code: 'network_unreachable' })
    expect(useSession.getState().status).toBe('authenticated')
    await expect(getModels()).resolves.toHaveProperty('items.0.id', 'gpt-4o')
  })
})

describe('other tabs', () => {
  test('sign this one out when they sign out', async () => {
    await login(ADA)
    const otherTab = new BroadcastChannel('uru.session')
    otherTab.postMessage({ type: 'signed_out' })

    await vi.waitFor(() => expect(useSession.getState().status).toBe('anonymous'))
    otherTab.close()
  })

  test('make this tab follow when another user signs in there', async () => {
    await login(ADA)
    const left = vi.fn()
    const stop = onUserChange(left)
    const eve = fake.server.register('eve@example.org', 'long enough indeed', 'Eve')
    const otherTab = new BroadcastChannel('uru.session')
    otherTab.postMessage({ type: 'signed_in', userId: eve.id })

    await vi.waitFor(() => expect(useSession.getState().user?.displayName).toBe('Eve'))
    expect(left).toHaveBeenCalledTimes(1)
    stop()
    otherTab.close()
  })

  test('hear of a sign-out here', async () => {
    await login(ADA)
    const heard: unknown[] = []
    const otherTab = new BroadcastChannel('uru.session')
    otherTab.addEventListener('message', ({ data }) => heard.push(data))
    await logout()

    await vi.waitFor(() => expect(heard).toContainEqual({ type: 'signed_out' }))
    otherTab.close()
  })
})
