import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { setEffort } from '@/features/models/model-preferences'
import { checkKey, lockVault, storeKey } from '@/features/provider-key/vault-store'
import type { Model } from '@/shared/api/schema'
import { login, logout } from '@/shared/api/session-store'
import { navigate } from '@/shared/navigation'
import { setPreferences } from '@/shared/preferences'
import { currentModels } from '@/testing/fake-models'
import { withFakeServer } from '@/testing/network'
import { App } from './app'

const fake = withFakeServer()
const KEY = 'sk-practice-0123456789'
const field = () => screen.findByRole('textbox', { name: 'Message' })
/** The models that were asked, oldest first, with the efforts that were asked for. */
const asked = () =>
  [...fake.server.generations.values()].map(({ request }) => {
    const { model, parameters } = JSON.parse(request) as { model: string; parameters?: unknown }
    return [model, parameters]
  })

beforeEach(async () => {
  localStorage.clear()
  navigate('/')
  setPreferences({ defaultModel: null })
  fake.server.models = currentModels()
  await login({ email: 'ada@example.org', password: 'correct horse' })
  await storeKey({ key: KEY, mode: 'tab' })
})

afterEach(() => logout().catch(() => {}))

/** Stores and checks a key that can use these models. */
async function giveKey(models: readonly Model[], defaultModel: string) {
  fake.server.catalogueOf = () => ({ models, defaultModel })
  await storeKey({ key: KEY, mode: 'tab' })
  await checkKey()
}

/** Opens a conversation of a model, with one question and its answer. */
async function open(model: string) {
  const id = `00000000-0000-7000-8000-${String(Math.random()).slice(2, 14).padEnd(12, '0')}`
  fake.server.createConversation({ id, model, title: 'Trees' })
  fake.server.startGeneration(
    id,
    {
      id: `g-${id}`,
      assistantMessageId: `a-${id}`,
      model,
      message: { id: `q-${id}`, parentId: null, text: 'Why?' },
    },
    KEY,
  )
  navigate(`/c/${id}`)
  render(<App />)
  await screen.findByRole('log')
  return id
}

describe('a conversation whose model is shut down', () => {
  beforeEach(() => {
    // The answer was written while the model was there.
    fake.server.generations.clear()
  })

  async function openGone(id = 'gpt-4') {
    const conversationId = '00000000-0000-7000-8000-000000000001'
    fake.server.createConversation({ id: conversationId, model: id, title: 'Trees' })
    navigate(`/c/${conversationId}`)
    render(<App />)
    await field()
    return conversationId
  }

  it('continues with the successor in one click', async () => {
    const id = await openGone()
    expect(await screen.findByText(/^GPT-4 was shut down on \d+ \w+ \d{4}$/)).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Continue with GPT-6.1 Terra' }))
    expect(await screen.findByRole('button', { name: 'Model: GPT-6.1 Terra' })).toBeVisible()
    expect(screen.queryByText(/was shut down/)).toBeNull()
    expect(fake.server.conversation(id).model).toBe('gpt-6.1-terra')
    expect(asked()).toEqual([])
  })

  it('keeps what is typed, and sends it to the successor after the click only', async () => {
    await openGone()
    await screen.findByText(/^GPT-4 was shut down/)
    await userEvent.type(await field(), 'How do trees grow?{Enter}')
    const button = screen.getByRole('button', { name: 'Send with GPT-6.1 Terra' })
    expect(button).toHaveFocus()
    expect(await field()).toHaveValue('How do trees grow?')
    expect(asked()).toEqual([])
    await userEvent.click(button)
    const log = await screen.findByRole('log')
    expect(await within(log).findByText('world')).toBeVisible()
    expect(asked()).toEqual([['gpt-6.1-terra', undefined]])
    expect(await field()).toHaveValue('')
  })

  it('asks to unlock the key on the way', async () => {
    await storeKey({ key: KEY, mode: 'passphrase', passphrase: 'four words long' })
    await lockVault()
    await openGone()
    await screen.findByText(/^GPT-4 was shut down/)
    await userEvent.type(await field(), 'How do trees grow?{Enter}')
    await userEvent.click(screen.getByRole('button', { name: 'Send with GPT-6.1 Terra' }))
    await userEvent.type(await screen.findByLabelText('Passphrase'), 'four words long')
    await userEvent.click(screen.getByRole('button', { name: 'Unlock' }))
    const log = await screen.findByRole('log', {}, { timeout: 20_000 })
    expect(await within(log).findByText('world')).toBeVisible()
    expect(asked()).toEqual([['gpt-6.1-terra', undefined]])
  })

  it('offers the default model where the key does not list the successor', async () => {
    const models = currentModels().filter(({ id }) => id !== 'gpt-6.1-terra')
    await giveKey(models, 'gpt-6.2-sol')
    await openGone()
    expect(await screen.findByRole('button', { name: 'Continue with GPT-6.2 Sol' })).toBeVisible()
  })
})

describe('a conversation whose model the key cannot use', () => {
  it('continues with another one', async () => {
    await giveKey(currentModels().slice(0, 1), 'gpt-6-luna')
    const id = await open('gpt-6.2-sol')
    expect(await screen.findByText('Your key cannot use GPT-6.2 Sol')).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Regenerate' })).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Continue with GPT-6 Luna' }))
    expect(await screen.findByRole('button', { name: 'Regenerate' })).toBeVisible()
    expect(fake.server.conversation(id).model).toBe('gpt-6-luna')
  })
})

describe('a conversation whose model ends soon', () => {
  it('says so until the note is closed, and goes on', async () => {
    await open('gpt-4o')
    expect(await screen.findByText(/^GPT-4o ends on \d+ \w+ \d{4}$/)).toBeVisible()
    expect(screen.getByRole('button', { name: 'Switch to GPT-6 Luna' })).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Not now' }))
    expect(screen.queryByText(/^GPT-4o ends on/)).toBeNull()
    await userEvent.type(await field(), 'And now?{Enter}')
    await expect.poll(() => asked().length).toBe(2)
    expect(asked()[1]).toEqual(['gpt-4o', undefined])
  })

  it('switches in one click', async () => {
    const id = await open('gpt-4o')
    await userEvent.click(await screen.findByRole('button', { name: 'Switch to GPT-6 Luna' }))
    expect(await screen.findByText('Now answering: GPT-6 Luna')).toBeVisible()
    expect(fake.server.conversation(id).model).toBe('gpt-6-luna')
  })
})

describe('a model that the provider refuses', () => {
  beforeEach(async () => {
    // The server knows what the browser does not know yet.
    const stale = currentModels().map((model) => ({ ...model, available: true, shutdownDate: null }))
    await giveKey(stale, 'gpt-4')
    fake.server.catalogueOf = () => ({ models: currentModels(), defaultModel: 'gpt-6-luna' })
  })

  async function askAndReplace(button: string) {
    render(<App />)
    await screen.findByRole('button', { name: 'Model: GPT-4' })
    await userEvent.type(await field(), 'How do trees grow?{Enter}')
    await userEvent.click(await screen.findByRole('button', { name: button }))
    const log = await screen.findByRole('log')
    expect(await within(log).findByText('world')).toBeVisible()
    expect(within(log).getByText('How do trees grow?')).toBeVisible()
    expect(asked()).toEqual([['gpt-6.1-terra', undefined]])
  }

  it('is named with the question back in the composer, which goes to its successor in one click', async () => {
    await askAndReplace('Continue with GPT-6.1 Terra')
    expect(fake.server.conversations.size).toBe(1)
  })

  it('is replaced in one click where the catalogue cannot be read again', async () => {
    fake.network.use(http.post('*/provider-key/check', () => HttpResponse.error()))
    await askAndReplace('Continue with GPT-6.1 Terra')
  })
})

describe('the reasoning effort', () => {
  it('is chosen for a model, remembered and sent', async () => {
    render(<App />)
    await screen.findByRole('button', { name: 'Model: GPT-6 Luna' })
    await userEvent.click(screen.getByRole('button', { name: 'Reasoning effort: Default' }))
    const items = await screen.findAllByRole('menuitemradio', { hidden: true })
    expect(items.map((item) => item.firstElementChild?.nextElementSibling?.firstChild?.textContent)).toEqual([
      'Default',
      'None',
      'Low',
      'Medium',
      'High',
      'Extra high',
      'Maximum',
    ])
    const high = screen.getByRole('menuitemradio', { name: /^High/, hidden: true })
    await userEvent.click(high)
    expect(screen.getByRole('button', { name: 'Reasoning effort: High' })).toBeVisible()
    await userEvent.type(await field(), 'How do trees grow?{Enter}')
    await expect.poll(asked).toEqual([['gpt-6-luna', { reasoningEffort: 'high' }]])
  })

  it('is not offered for a model that leaves no choice', async () => {
    await open('gpt-4o')
    setEffort('gpt-4o', 'high')
    expect(screen.getByRole('button', { name: 'Model: GPT-4o' })).toBeVisible()
    expect(screen.queryByRole('button', { name: /^Reasoning effort/ })).toBeNull()
  })
})
