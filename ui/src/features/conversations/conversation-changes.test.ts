import { renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { currentUserId, login, logout } from '@/shared/api/session-store'
import { followUserEvents } from '@/shared/events/user-events'
import { withFakeServer } from '@/testing/network'
import { catchUpConversations, conversationChanged, conversationDeleted } from './conversation-changes'
import {
  loadConversations,
  putConversation,
  removeConversation,
  useConversations,
} from './conversation-store'
import { loadMessages, setOpenConversation, useTranscript } from './message-store'

const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000 })
const fake = withFakeServer()
let unfollow = () => {}

const titles = () => useConversations.getState().items.map(({ title }) => title)
const shown = (id: string) => renderHook(() => useTranscript(id)).result.current

/** Waits until the events of what was done are there. */
const told = (expected: string[]) => eventually(() => expect(titles()).toEqual(expected))

/** How often the list was read. */
function countLists(): () => number {
  let lists = 0
  fake.network.events.on('request:start', ({ request }) => {
    if (new URL(request.url).pathname.endsWith('/conversations')) lists += 1
  })
  return () => lists
}

beforeEach(async () => {
  await login({ email: 'ada@example.org', password: 'correct horse' })
  fake.server.createConversation({ id: 'a', title: 'First', updatedAt: new Date(0).toISOString() })
  await loadConversations()
  const connected = new Promise<void>((resolve) => {
    unfollow = followUserEvents(currentUserId() ?? '', {
      event: ({ event, data }) => {
        if (event === 'running') resolve()
        if (event === 'conversation_changed') conversationChanged(data.id, data.version)
        if (event === 'conversation_deleted') conversationDeleted(data.id)
      },
      connection: () => {},
    })
  })
  await connected
})

afterEach(async () => {
  unfollow()
  fake.network.events.removeAllListeners()
  await logout()
})

test('a conversation that was begun elsewhere is listed', async () => {
  fake.server.createConversation({ id: 'b', title: 'Second' })

  await told(['Second', 'First'])
})

test('a conversation that was renamed or pinned elsewhere has its new title and place', async () => {
  fake.server.createConversation({ id: 'b', title: 'Second' })
  await told(['Second', 'First'])
  const lists = countLists()
  fake.server.changeConversation('a', { title: 'Renamed', pinned: true })

  await told(['Renamed', 'Second'])
  expect(lists()).toBe(0)
})

test('a conversation that was archived elsewhere leaves the list', async () => {
  fake.server.changeConversation('a', { archived: true })

  await told([])
})

test('an open conversation that was deleted elsewhere is said to be gone', async () => {
  await loadMessages('a')
  setOpenConversation('a')
  fake.server.deleteConversation('a')
  await told([])

  expect(shown('a')).toMatchObject({ status: 'failed', problem: { code: 'not_found' } })
})

test('a conversation that this tab deletes is not said to be gone while the server deletes it', async () => {
  await loadMessages('a')
  setOpenConversation('a')
  const removing = removeConversation('a')
  conversationDeleted('a')

  expect(titles()).toEqual([])
  expect(shown('a').status).toBe('ready')
  await removing
})

test('messages that were added elsewhere appear in an open conversation', async () => {
  await loadMessages('a')
  setOpenConversation('a')
  const message = {
    id: 'm',
    parentId: null,
    role: 'user' as const,
    text: 'From the telephone',
    model: null,
    status: 'completed' as const,
    finishReason: null,
    usage: null,
    error: null,
    createdAt: new Date().toISOString(),
  }
  fake.server.messages.set('a', [message])
  fake.server.changeConversation('a', { messageCount: 1, headMessageId: 'm' })

  await eventually(() => expect(shown('a').entries[0]?.message.text).toBe('From the telephone'))
})

test('a change that is known already is not read again', async () => {
  fake.server.changeConversation('a', { title: 'Renamed' })
  await told(['Renamed'])
  const requests = vi.fn()
  fake.network.events.on('request:start', requests)
  conversationChanged('a', 2)
  fake.server.createConversation({ id: 'b', title: 'Second' })
  await told(['Second', 'Renamed'])

  expect(requests).toHaveBeenCalledTimes(1)
})

test('a change of which the answer to an own request tells as well is not read', async () => {
  const requests = vi.fn()
  fake.network.events.on('request:start', requests)
  const { version } = fake.server.conversation('a')
  conversationChanged('a', version + 1)
  putConversation({ ...fake.server.conversation('a'), title: 'Answered', version: version + 1 })
  fake.server.createConversation({ id: 'b', title: 'Second' })
  await told(['Second', 'Answered'])

  expect(requests).toHaveBeenCalledTimes(1)
})

test('an older answer about a conversation changes nothing', async () => {
  const older = { ...fake.server.conversation('a') }
  fake.server.changeConversation('a', { title: 'Newer' })
  await told(['Newer'])
  fake.server.conversations.set('a', older)
  await catchUpConversations(() => false)

  expect(titles()).toEqual(['Newer'])
})

test('what was deleted while no events came leaves the list', async () => {
  fake.server.createConversation({ id: 'b', title: 'Second' })
  await told(['Second', 'First'])
  fake.server.conversations.delete('b')
  await catchUpConversations(() => false)

  expect(titles()).toEqual(['First'])
})
