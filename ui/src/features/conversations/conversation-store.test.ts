import { HttpResponse, http } from 'msw'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { login, logout } from '@/shared/api/session-store'
import { withFakeServer } from '@/testing/network'
import {
  changeConversation,
  findConversation,
  loadConversations,
  loadMoreConversations,
  removeConversation,
  useConversations,
} from './conversation-store'
import { draftOf, setDraft } from './draft-store'

const fake = withFakeServer()
const titles = () => useConversations.getState().items.map(({ title }) => title)
const away = () => HttpResponse.error()

function conversation(id: string, title: string, minutesAgo: number, pinned = false): void {
  const updatedAt = new Date(Date.now() - minutesAgo * 60_000).toISOString()
  fake.server.createConversation({ id, title, updatedAt, pinned })
}

beforeEach(async () => {
  await login({ email: 'ada@example.org', password: 'correct horse' })
})

afterEach(() => logout().catch(() => {}))

test('lists pinned conversations first, then by newest activity', async () => {
  conversation('a', 'old', 30)
  conversation('b', 'new', 1)
  conversation('c', 'pinned', 90, true)
  await loadConversations()

  expect(titles()).toEqual(['pinned', 'new', 'old'])
  expect(useConversations.getState()).toMatchObject({ status: 'ready', nextCursor: null })
})

test('reads page after page until all are here', async () => {
  for (let index = 0; index < 120; index++) conversation(`id-${index}`, `t${index}`, index)
  await loadConversations()
  expect(titles()).toHaveLength(50)
  await loadMoreConversations()
  await loadMoreConversations()
  await loadMoreConversations()

  expect(titles()).toHaveLength(120)
  expect(new Set(titles()).size).toBe(120)
})

test('tells a failure and keeps what is shown', async () => {
  conversation('a', 'kept', 1)
  await loadConversations()
  fake.network.use(http.get('*/conversations', away))
  await loadConversations()

  expect(useConversations.getState()).toMatchObject({
    status: 'failed',
    problem: { code: 'network_unreachable' },
  })
  expect(titles()).toEqual(['kept'])
})

test('renames at once, and takes it back when the server refuses', async () => {
  conversation('a', 'before', 1)
  await loadConversations()
  const renaming = changeConversation('a', { title: 'after' })
  expect(titles()).toEqual(['after'])
  await renaming
  expect(findConversation('a')).toMatchObject({ title: 'after', titleSource: 'user', version: 2 })

  fake.network.use(http.patch('*/conversations/:id', away))
  await expect(changeConversation('a', { title: 'never' })).rejects.toMatchObject({
    code: 'network_unreachable',
  })
  expect(titles()).toEqual(['after'])
})

test('removes when the server has removed', async () => {
  conversation('a', 'gone', 1)
  await loadConversations()
  fake.network.use(http.delete('*/conversations/:id', away, { once: true }))
  await expect(removeConversation('a')).rejects.toMatchObject({ code: 'network_unreachable' })
  expect(titles()).toEqual(['gone'])

  setDraft('a', 'unsent')
  await removeConversation('a')
  expect(titles()).toEqual([])
  expect(draftOf('a')).toBe('')
  expect(fake.server.conversations.size).toBe(0)
})

test('shows nothing of who was signed in before', async () => {
  conversation('a', 'private', 1)
  await loadConversations()
  await logout()

  expect(useConversations.getState()).toMatchObject({ status: 'idle', items: [] })
})
