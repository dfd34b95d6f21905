import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { login, logout } from '@/shared/api/session-store'
import { withFakeServer } from '@/testing/network'
import { headOf, loadMessages, putMessages, showSibling, useTranscript } from './message-store'

const fake = withFakeServer()

function exchange(count: number): void {
  fake.server.createConversation({ id: 'c' })
  const messages = Array.from({ length: count }, (_, index) => ({
    id: `m${index}`,
    parentId: index === 0 ? null : `m${index - 1}`,
    role: index % 2 === 0 ? ('user' as const) : ('assistant' as const),
    text: `text ${index}`,
    model: null,
    status: 'completed' as const,
    finishReason: null,
    usage: null,
    error: null,
    createdAt: new Date().toISOString(),
  }))
  fake.server.messages.set('c', messages)
}

const transcript = () => renderHook(() => useTranscript('c')).result.current
const shownIds = () => transcript().entries.map(({ message }) => message.id)

beforeEach(async () => {
  await login({ email: 'ada@example.org', password: 'correct horse' })
})

afterEach(() => logout().catch(() => {}))

test('is loading until the messages are here', async () => {
  exchange(2)
  expect(transcript()).toMatchObject({ status: 'loading', entries: [] })
  await loadMessages('c')

  expect(transcript().status).toBe('ready')
  expect(shownIds()).toEqual(['m0', 'm1'])
})

test('reads long conversations completely', async () => {
  exchange(250)
  await loadMessages('c')

  expect(shownIds()).toHaveLength(250)
})

test('tells that a conversation does not exist', async () => {
  await loadMessages('c')

  expect(transcript()).toMatchObject({ status: 'failed', problem: { code: 'not_found' } })
})

test('stays readable while it is loaded again', async () => {
  exchange(2)
  await loadMessages('c')
  const again = loadMessages('c')

  expect(transcript()).toMatchObject({ status: 'ready' })
  await again
})

test('steps to another version and keeps the choice on the server', async () => {
  exchange(2)
  await loadMessages('c')
  const first = headOf('c')
  if (first) act(() => putMessages('c', [{ ...first, id: 'm1b', text: 'other' }], 'm1b'))
  expect(shownIds()).toEqual(['m0', 'm1b'])

  act(() => showSibling('c', 'm1b', -1))
  expect(shownIds()).toEqual(['m0', 'm1'])
  await vi.waitFor(() => expect(fake.server.conversation('c').headMessageId).toBe('m1'))
  act(() => showSibling('c', 'm1', -1))
  expect(shownIds()).toEqual(['m0', 'm1'])
})

test('ignores news of a conversation that is not open', () => {
  exchange(1)
  const [message] = fake.server.messages.get('c') ?? []
  if (message) act(() => putMessages('c', [message]))

  expect(transcript().entries).toEqual([])
})
