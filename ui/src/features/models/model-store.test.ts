import { renderHook } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ensureConversation } from '@/features/conversations/conversation-store'
import { login, logout } from '@/shared/api/session-store'
import { setPreferences } from '@/shared/preferences'
import { withFakeServer } from '@/testing/network'
import { loadModels, selectModel, useModels, useSelectedModel } from './model-store'

const fake = withFakeServer()
const selected = (conversationId: string | null) =>
  renderHook(() => useSelectedModel(conversationId)).result.current?.id

beforeEach(async () => {
  setPreferences({ defaultModel: null })
  await login({ email: 'ada@example.org', password: 'correct horse' })
})

afterEach(() => logout().catch(() => {}))

test('selects the first model that is available when nothing was chosen', async () => {
  expect(selected(null)).toBeUndefined()
  await loadModels()

  expect(selected(null)).toBe('gpt-4o')
})

test('remembers the choice for new conversations', async () => {
  await loadModels()
  await selectModel(null, 'o1-mini')

  expect(selected(null)).toBe('o1-mini')
  expect(fake.server.conversations.size).toBe(0)
})

test("a conversation's choice is its own and is kept on the server", async () => {
  await loadModels()
  await ensureConversation({ id: 'c', model: 'gpt-4' })
  expect(selected('c')).toBe('gpt-4')
  await selectModel('c', 'o1')

  expect(selected('c')).toBe('o1')
  expect(fake.server.conversation('c').model).toBe('o1')
  expect(selected(null)).toBe('gpt-4o')
})

test('selects another model where the chosen one is gone', async () => {
  await loadModels()
  await selectModel(null, 'gpt-2')

  expect(selected(null)).toBe('gpt-4o')
})

test('tells a failure', async () => {
  fake.network.use(http.get('*/models', () => HttpResponse.error()))
  await loadModels()

  expect(useModels.getState()).toMatchObject({ status: 'failed', problem: { code: 'network_unreachable' } })
})
