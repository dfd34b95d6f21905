import { renderHook } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { putConversation } from '@/features/conversations/conversation-store'
import { checkKey, removeKey, storeKey } from '@/features/provider-key/vault-store'
import { completeModel } from '@/shared/api/models'
import { login, logout } from '@/shared/api/session-store'
import { setPreferences } from '@/shared/preferences'
import { currentModels } from '@/testing/fake-models'
import { withFakeServer } from '@/testing/network'
import { useKeyCatalogue } from './key-catalogue'
import { noteModelUse, setEffort, toggleFavourite, useModelPreferences } from './model-preferences'
import {
  loadModels,
  mayAsk,
  parametersFor,
  selectModel,
  useModels,
  useQuickChoices,
  useSelectedModel,
} from './model-store'

const fake = withFakeServer()
const selected = (conversationId: string | null) =>
  renderHook(() => useSelectedModel(conversationId)).result.current?.id
const signIn = () => login({ email: 'ada@example.org', password: 'correct horse' })
const kept = () => useKeyCatalogue.getState().catalogue?.models.map(({ id }) => id)

/** Stores and checks a key that can use these models. */
async function giveKey(ids: readonly string[], key = 'sk-practice-0123456789') {
  const models = ids.map((id) => completeModel({ id }))
  fake.server.catalogueOf = () => ({ models, defaultModel: ids[0] ?? null })
  await storeKey({ key, mode: 'device' })
  await checkKey()
}

beforeEach(async () => {
  localStorage.clear()
  setPreferences({ defaultModel: null })
  await signIn()
})

afterEach(() => logout().catch(() => {}))

test("selects the catalogue's default when nothing was chosen", async () => {
  fake.server.models = currentModels()
  expect(selected(null)).toBeUndefined()
  await loadModels()

  expect(selected(null)).toBe('gpt-6-luna')
})

test('selects what an administrator has set after the key was checked, where the key can use it', async () => {
  await giveKey(['gpt-4', 'o1'])
  fake.server.settings.change({ defaultModel: 'o1' }, null)
  await loadModels()
  expect(selected(null)).toBe('o1')

  fake.server.settings.change({ defaultModel: 'gpt-4o-mini' }, null)
  await loadModels()
  expect(selected(null)).toBe('gpt-4')
})

test('remembers the choice for new conversations', async () => {
  await loadModels()
  await selectModel(null, 'o1-mini')

  expect(selected(null)).toBe('o1-mini')
  expect(fake.server.conversations.size).toBe(0)
})

test("a conversation's choice is its own and is kept on the server", async () => {
  await loadModels()
  putConversation(fake.server.createConversation({ id: 'c', model: 'gpt-4' }))
  expect(selected('c')).toBe('gpt-4')
  await selectModel('c', 'o1')

  expect(selected('c')).toBe('o1')
  expect(fake.server.conversation('c').model).toBe('o1')
  expect(selected(null)).toBe('gpt-4o')
})

test('selects the default where the chosen one is gone', async () => {
  await loadModels()
  await selectModel(null, 'gpt-2')

  expect(selected(null)).toBe('gpt-4o')
})

test('a conversation keeps a model that nobody knows', async () => {
  await loadModels()
  putConversation(fake.server.createConversation({ id: 'unknown', model: 'gpt-9-nova' }))
  const { result, rerender } = renderHook(() => useSelectedModel('unknown'))
  const { current } = result
  rerender()

  expect(current).toMatchObject({ id: 'gpt-9-nova', label: 'gpt-9-nova', known: false, available: true })
  expect(result.current).toBe(current)
})

test('tells a failure', async () => {
  fake.network.use(http.get('*/models', () => HttpResponse.error()))
  await loadModels()

  expect(useModels.getState()).toMatchObject({ status: 'failed', problem: { code: 'network_unreachable' } })
})

test('understands a server that tells only the members of old', async () => {
  fake.network.use(http.get('*/models', () => HttpResponse.json({ items: [{ id: 'x', label: 'X' }] })))
  await loadModels()

  expect(useModels.getState().items).toEqual([completeModel({ id: 'x', label: 'X' })])
})

describe("the catalogue of the user's key", () => {
  test('comes first, and limits what is chosen without being asked', async () => {
    await loadModels()
    await selectModel(null, 'o1')
    await giveKey(['acme-1', 'gpt-4'])

    const [first, second, third] = useModels.getState().items
    expect([first?.id, second?.id, third?.id]).toEqual(['acme-1', 'gpt-4', 'gpt-4o'])
    expect(selected(null)).toBe('acme-1')
    expect([mayAsk('gpt-4'), mayAsk('gpt-4o'), mayAsk('unheard-of')]).toEqual([true, false, false])
    await selectModel(null, 'gpt-4')
    expect(selected(null)).toBe('gpt-4')
  })

  test('limits nothing where the key may not list models', async () => {
    await loadModels()
    await giveKey(['acme-1'], 'sk-practice-restricted-0123456789')

    expect([mayAsk('acme-1'), mayAsk('gpt-4o'), mayAsk('unheard-of')]).toEqual([true, true, true])
  })

  test('limits nothing where it is empty', async () => {
    await loadModels()
    await giveKey([])

    expect([mayAsk('gpt-4o'), mayAsk('unheard-of')]).toEqual([true, true])
  })

  test('goes with its key', async () => {
    await loadModels()
    await giveKey(['acme-1'])
    await storeKey({ key: 'sk-practice-another-0123456789', mode: 'device' })
    expect([mayAsk('gpt-4o'), selected(null)]).toEqual([true, 'gpt-4o'])
    await checkKey()
    expect([mayAsk('gpt-4o'), selected(null)]).toEqual([false, 'acme-1'])
    await removeKey()
    expect([mayAsk('gpt-4o'), selected(null)]).toEqual([true, 'gpt-4o'])
  })

  test('belongs to one user, and is there again when that one is', async () => {
    await giveKey(['acme-1'])
    fake.server.register('grace@example.org', 'correct horse', 'Grace Hopper')
    await logout()
    expect(kept()).toBeUndefined()
    await login({ email: 'grace@example.org', password: 'correct horse' })
    expect(kept()).toBeUndefined()
    await logout()
    await signIn()

    expect(kept()).toEqual(['acme-1'])
    await loadModels()
    await expect.poll(() => selected(null)).toBe('acme-1')
  })

  test.each([
    [23, true],
    [24, false],
  ])('is there %i hours later: %s', async (hours, there) => {
    await giveKey(['acme-1'])
    await logout()
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + hours * 3_600_000)
    await signIn()

    expect(kept() !== undefined).toBe(there)
  })

  test.each(['{', '[]', '{"catalogue": {"models": 1}}', '7'])('is none where %s is stored', async (text) => {
    await giveKey(['acme-1'])
    await logout()
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith('uru.catalogue.')) localStorage.setItem(key, text)
    }
    await signIn()

    expect(kept()).toBeUndefined()
  })

  test('follows what another tab has found', async () => {
    await giveKey(['acme-1'])
    const key = Object.keys(localStorage).find((each) => each.startsWith('uru.catalogue.')) ?? ''
    localStorage.setItem(key, (localStorage.getItem(key) ?? '').replaceAll('acme-1', 'acme-2'))
    window.dispatchEvent(new StorageEvent('storage', { key }))

    expect(selected(null)).toBe('acme-2')
  })
})

describe('preferences about models', () => {
  test('keep favourites in the order of adding and the last five that were used', () => {
    for (const id of ['b', 'a', 'c', 'a']) toggleFavourite(id)
    for (const id of ['1', '2', '3', '4', '5', '6', '3', '3']) noteModelUse(id)

    expect(useModelPreferences.getState()).toMatchObject({
      favourites: ['b', 'c'],
      recent: ['3', '6', '5', '4', '2'],
    })
  })

  test('are there after signing in again', async () => {
    toggleFavourite('b')
    setEffort('o1', 'high')
    await logout()
    expect(useModelPreferences.getState().favourites).toEqual([])
    await signIn()

    expect(useModelPreferences.getState()).toMatchObject({ favourites: ['b'], efforts: { o1: 'high' } })
  })

  test('put favourites and what was used last into short menus', async () => {
    await loadModels()
    toggleFavourite('gpt-4')
    noteModelUse('o1')

    const { result } = renderHook(() => useQuickChoices())
    expect(result.current.slice(0, 3).map(({ id }) => id)).toEqual(['gpt-4', 'o1', 'gpt-4o'])
  })

  test('become parameters of a question, as far as the model takes them', async () => {
    await loadModels()
    setEffort('o1', 'high')
    setEffort('o1-mini', 'max')
    setEffort('gpt-4o', 'high')

    expect(parametersFor('o1')).toEqual({ reasoningEffort: 'high' })
    expect([parametersFor('o1-mini'), parametersFor('gpt-4o'), parametersFor('x')]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    setEffort('o1', null)
    expect(parametersFor('o1')).toBeUndefined()
  })
})
