import { HttpResponse, http } from 'msw'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { UserEvent } from '@/shared/api/schema'
import { login, logout } from '@/shared/api/session-store'
import { FakeBrowser } from '@/testing/fake-browser'
import { withFakeServer } from '@/testing/network'
import { type ConnectionState, followUserEvents } from './user-events'

type Tab = { events: UserEvent[]; states: ConnectionState[]; close: () => void }

const fake = withFakeServer()
const eventually = (check: () => unknown, timeout = 10_000) => vi.waitFor(check, { timeout })
let browser: FakeBrowser
let tabs: Tab[] = []

function openTab(): Tab {
  const tab: Tab = { events: [], states: [], close: () => {} }
  tab.close = followUserEvents('ada', {
    event: (event) => tab.events.push(event),
    connection: (state) => tab.states.push(state),
  })
  tabs.push(tab)
  return tab
}

function giveLocks(locks: unknown): void {
  Object.defineProperty(navigator, 'locks', { value: locks, configurable: true })
}

function startGeneration(): string {
  const id = crypto.randomUUID()
  fake.server.createConversation({ id })
  return fake.server.startGeneration(id, {
    id: crypto.randomUUID(),
    assistantMessageId: crypto.randomUUID(),
    model: 'gpt-4o',
    message: { id: crypto.randomUUID(), parentId: null, text: 'Hello?' },
  }).id
}

const connected = (tab: Tab) => eventually(() => expect(tab.states.at(-1)).toBe('open'))

const names = (tab: Tab) => tab.events.map(({ event }) => event)

/** The text of a generation as its deltas told it, each of which must begin where the one before has ended. */
function textOf(tab: Tab, generationId: string): string {
  let known = 0
  let text = ''
  for (const { event, data } of tab.events) {
    if (event !== 'generation' || data.generationId !== generationId) continue
    expect(data.after).toBe(known)
    known = data.position
    if (data.event === 'delta') text += (data.data as { text: string }).text
  }
  return text
}

beforeEach(async () => {
  browser = new FakeBrowser()
  giveLocks(browser.locks)
  vi.stubGlobal('BroadcastChannel', browser.channelClass())
  await login({ email: 'ada@example.org', password: 'correct horse' })
})

afterEach(async () => {
  for (const tab of tabs) tab.close()
  tabs = []
  await logout()
  giveLocks(undefined)
})

describe('the tabs of a browser', () => {
  test('share one connection, and each gets every event', async () => {
    const [first, second, third] = [openTab(), openTab(), openTab()]
    for (const tab of tabs) await connected(tab)
    const id = startGeneration()
    for (const tab of [first, second, third]) {
      await eventually(() => expect(textOf(tab, id)).toBe('Hello **world**. This is a practice answer.'))
    }

    expect(fake.server.streams).toBe(1)
    expect(names(second).slice(0, 3)).toEqual(['running', 'conversation_changed', 'conversation_changed'])
    expect(second.events).toEqual(first.events)
  })

  test('a tab that comes later is told what runs and how far it is', async () => {
    fake.server.paceMs = 20
    const first = openTab()
    await connected(first)
    const id = startGeneration()
    await eventually(() => expect(textOf(first, id)).toMatch(/^Hello/))
    const second = openTab()
    await connected(second)

    const [running, next] = second.events
    expect(running).toMatchObject({
      event: 'running',
      data: { generations: [{ generation: { id }, position: expect.any(Number) }] },
    })
    await eventually(() => expect(names(second)).toContain('generation'))
    const position = running?.event === 'running' ? running.data.generations[0]?.position : null
    expect(next).toMatchObject({ event: 'generation', data: { generationId: id, after: position } })
    expect(fake.server.streams).toBe(1)
  })

  test('what has ended or was deleted is not told as running', async () => {
    const first = openTab()
    await connected(first)
    const ended = startGeneration()
    await eventually(() => expect(fake.server.generation(ended).status).toBe('completed'))
    fake.server.paceMs = 5_000
    const deleted = startGeneration()
    await eventually(() =>
      expect(names(first).filter((name) => name === 'generation_started')).toHaveLength(2),
    )
    fake.server.deleteConversation(fake.server.generation(deleted).conversationId)
    await eventually(() => expect(names(first)).toContain('conversation_deleted'))
    const second = openTab()
    await connected(second)

    expect(second.events).toEqual([{ event: 'running', data: { generations: [] } }])
  })

  test('the tab that holds the connection is closed: another one connects', async () => {
    const [first, second] = [openTab(), openTab()]
    for (const tab of tabs) await connected(tab)
    first.close()
    await eventually(() => expect(names(second).filter((name) => name === 'running')).toHaveLength(2))
    const id = startGeneration()

    await eventually(() => expect(textOf(second, id)).toMatch(/answer\.$/))
    expect(fake.server.streams).toBe(1)
    expect(names(first)).not.toContain('generation')
  })

  test('the tab that holds the connection is frozen: a visible one takes it within 3 s', async () => {
    const first = openTab()
    await connected(first)
    const second = openTab()
    await connected(second)
    const [channel] = browser.channels
    channel?.freeze()

    await eventually(() => expect(names(second)).toEqual(['running', 'running']), 3_000)
    const id = startGeneration()
    await eventually(() => expect(textOf(second, id)).toMatch(/answer\.$/))
    expect(fake.server.streams).toBe(1)

    channel?.thaw()
    await eventually(() =>
      expect(first.events.at(-1)).toEqual({ event: 'running', data: { generations: [] } }),
    )
    expect(fake.server.streams).toBe(1)
  })

  test('a tab that answers keeps the connection', async () => {
    const [first, second] = [openTab(), openTab()]
    for (const tab of tabs) await connected(tab)
    const pings: unknown[] = []
    const [channel] = browser.channels
    channel?.addEventListener('message', (event) => pings.push((event as MessageEvent).data))
    await eventually(() => expect(pings.length).toBeGreaterThan(5))

    expect(names(first)).toEqual(['running'])
    expect(names(second)).toEqual(['running'])
  })

  test('a hidden tab whose connection is lost leaves it to a visible one', async () => {
    const [first, second] = [openTab(), openTab()]
    for (const tab of tabs) await connected(tab)
    const away = () =>
      HttpResponse.json({ code: 'service_unavailable' }, { status: 503, headers: { 'Retry-After': '60' } })
    fake.network.use(http.get('*/me/events', away, { once: true }))
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    fake.server.closeStreams()
    await eventually(() => expect(second.states).toEqual(['open', 'reconnecting', 'reconnecting']))
    visibility.mockReturnValue('visible')
    const asked = vi.fn()
    browser.channels[0]?.addEventListener('message', asked)

    // It holds the connection if it says so to the one that held it.
    await eventually(() =>
      expect(asked).toHaveBeenCalledWith(expect.objectContaining({ data: { type: 'pong' } })),
    )
    for (const tab of [first, second]) await connected(tab)
    expect(fake.server.streams).toBe(1)
  })

  test('are told when the connection is lost, and when it is back', async () => {
    const [first, second] = [openTab(), openTab()]
    for (const tab of tabs) await connected(tab)
    fake.server.closeStreams()
    for (const tab of [first, second]) {
      await eventually(() => expect(tab.states).toEqual(['open', 'reconnecting', 'open']))
      expect(names(tab)).toEqual(['running', 'running'])
    }
  })
})

describe('a tab has a connection of its own', () => {
  test.each([
    ['without BroadcastChannel', () => vi.stubGlobal('BroadcastChannel', undefined)],
    ['without Web Locks', () => giveLocks(undefined)],
    [
      'where Web Locks are refused',
      () => giveLocks({ request: () => Promise.reject(new DOMException('No', 'SecurityError')) }),
    ],
  ])('%s', async (_, restrict) => {
    restrict()
    const [first, second] = [openTab(), openTab()]
    for (const tab of tabs) await connected(tab)
    expect(fake.server.streams).toBe(2)
    const id = startGeneration()

    for (const tab of [first, second]) {
      await eventually(() => expect(textOf(tab, id)).toMatch(/answer\.$/))
    }
  })
})

describe('a connection that is refused', () => {
  test.each([
    [503, 'service_unavailable'],
    [429, 'too_many_streams'],
  ])('with %i is asked for again, not before the server wants it', async (status, code) => {
    const times: number[] = []
    fake.network.use(
      http.get('*/me/events', () => {
        times.push(performance.now())
        if (times.length > 1) return undefined
        return HttpResponse.json({ code, title: 'Later' }, { status, headers: { 'Retry-After': '1' } })
      }),
    )
    const tab = openTab()
    await connected(tab)

    expect(tab.states).toEqual(['reconnecting', 'open'])
    const [refused = 0, accepted = 0] = times
    expect(accepted - refused).toBeGreaterThan(900)
  })

  test('with 401 renews the session first', async () => {
    fake.server.expireAccessToken()
    const tab = openTab()
    await connected(tab)

    expect(tab.states).toEqual(['open'])
  })
})
