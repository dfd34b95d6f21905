import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { useKeyCatalogue } from '@/features/models/key-catalogue'
import { lockVault, removeKey, storeKey } from '@/features/provider-key/vault-store'
import type { Message } from '@/shared/api/schema'
import { login, restoreSession } from '@/shared/api/session-store'
import { navigate } from '@/shared/navigation'
import { withFakeServer } from '@/testing/network'
import { App } from './app'

const fake = withFakeServer()

async function signIn() {
  await login({ email: 'ada@example.org', password: 'correct horse' })
}

beforeEach(() => {
  localStorage.clear()
  navigate('/')
})

describe('the application', () => {
  it('asks who is there when nobody is signed in', async () => {
    await restoreSession()
    render(<App />)
    expect(await screen.findByRole('heading', { name: 'Sign in to Uru' })).toBeVisible()
  })

  it('says that a page does not exist, and offers a way back', async () => {
    await signIn()
    navigate('/nope')
    render(<App />)
    expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeVisible()
    await expect.poll(() => document.title).toBe('Page not found · Uru')
    await userEvent.click(screen.getByRole('link', { name: 'Go to your conversations' }))
    expect(await screen.findByRole('searchbox', { name: 'Search conversations' })).toBeVisible()
  })

  it('asks for a key first, and explains a wrong one', async () => {
    await signIn()
    await removeKey()
    render(<App />)
    await userEvent.type(await screen.findByLabelText('OpenAI key'), 'sk-invalid-0123456789')
    await userEvent.click(screen.getByRole('radio', { name: 'This tab only' }))
    await userEvent.click(screen.getByRole('button', { name: 'Save key' }))
    expect(await screen.findByText('OpenAI does not accept your key')).toBeVisible()
  })

  it('answers a message', async () => {
    await signIn()
    await storeKey({ key: 'sk-practice-0123456789', mode: 'tab' })
    render(<App />)
    await screen.findByRole('button', { name: 'Model: gpt-4o' })
    await userEvent.type(screen.getByRole('textbox', { name: 'Message' }), 'Hello{Enter}')
    const log = await screen.findByRole('log')
    expect(await within(log).findByText('world')).toBeVisible()
    expect(window.location.pathname).toMatch(/^\/c\//)
  })

  it('sends a question that came before the models as soon as they are there', async () => {
    await signIn()
    await storeKey({ key: 'sk-practice-0123456789', mode: 'tab' })
    useKeyCatalogue.setState({ catalogue: null }, true)
    let arrive = () => {}
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve
    })
    fake.network.use(http.get('*/models', () => arrived.then(() => undefined)))
    render(<App />)
    await userEvent.type(await screen.findByRole('textbox', { name: 'Message' }), 'Hello{Enter}')
    expect(await screen.findByText('Sent as soon as the models are loaded.')).toBeVisible()
    expect(screen.getByRole('textbox', { name: 'Message' })).toHaveValue('Hello')

    arrive()
    const log = await screen.findByRole('log')
    expect(await within(log).findByText('world')).toBeVisible()
    expect(screen.getByRole('textbox', { name: 'Message' })).toHaveValue('')
  })

  it('explains in the transcript what OpenAI refused', async () => {
    await signIn()
    await storeKey({ key: 'sk-quota-0123456789', mode: 'tab' })
    render(<App />)
    await screen.findByRole('button', { name: 'Model: gpt-4o' })
    await userEvent.type(screen.getByRole('textbox', { name: 'Message' }), 'Hello{Enter}')
    const log = await screen.findByRole('log')
    expect(await within(log).findByText('Your OpenAI account has no credit left')).toBeVisible()
    expect(within(log).getByText('Hello')).toBeVisible()
  })

  it('gives a text that was not accepted back, with the reason', async () => {
    await signIn()
    await storeKey({ key: 'sk-practice-0123456789', mode: 'tab' })
    fake.network.use(
      http.post('*/api/v1/conversations/:id/generations', () =>
        HttpResponse.json(
          { title: 'Too many requests', status: 429, code: 'rate_limited' },
          { status: 429, headers: { 'Content-Type': 'application/problem+json', 'Retry-After': '20' } },
        ),
      ),
    )
    render(<App />)
    await screen.findByRole('button', { name: 'Model: gpt-4o' })
    await userEvent.type(screen.getByRole('textbox', { name: 'Message' }), 'Hello{Enter}')
    expect(await screen.findByRole('button', { name: /^Try again in \d+ s/ })).toBeDisabled()
    expect(screen.getByRole('textbox', { name: 'Message' })).toHaveValue('Hello')
  })

  it('asks for the passphrase of a locked key and sends what was typed', async () => {
    await signIn()
    await storeKey({ key: 'sk-practice-0123456789', mode: 'passphrase', passphrase: 'four words long' })
    await lockVault()
    render(<App />)
    await screen.findByRole('button', { name: 'Model: gpt-4o' })
    await userEvent.type(screen.getByRole('textbox', { name: 'Message' }), 'Hello{Enter}')
    await userEvent.type(await screen.findByLabelText('Passphrase'), 'four words long')
    await userEvent.click(screen.getByRole('button', { name: 'Unlock' }))
    const log = await screen.findByRole('log', {}, { timeout: 15_000 })
    expect(await within(log).findByText('world')).toBeVisible()
  })

  describe('for a viewer', () => {
    beforeEach(async () => {
      const [ada] = fake.server.accounts
      if (ada) ada.role = 'viewer'
      const message: Message = {
        id: 'q',
        parentId: null,
        role: 'user',
        text: 'Which flour?',
        model: null,
        status: 'completed',
        finishReason: null,
        usage: null,
        error: null,
        createdAt: '2026-11-28T10:00:00Z',
      }
      const owner = { name: 'Bob Builder', own: false }
      fake.server.shares.put({ id: 'c', title: 'Flour' }, [message], 'everybody', owner)
      await signIn()
    })

    it('says what there is to read, and shows nothing to write with', async () => {
      render(<App />)
      expect(await screen.findByText(/^Your account is for reading/)).toBeVisible()
      expect(await within(screen.getByRole('main')).findByRole('link', { name: /^Flour/ })).toBeVisible()
      expect(screen.queryByRole('textbox', { name: 'Message' })).toBeNull()
      expect(screen.queryByRole('link', { name: 'New conversation' })).toBeNull()
      expect(screen.queryByLabelText('OpenAI key')).toBeNull()
    })

    it('opens what is shared with everybody from the sidebar, and finds it by its title', async () => {
      render(<App />)
      const sidebar = await screen.findByRole('navigation', { name: 'Conversations' })
      expect(await within(sidebar).findByRole('link', { name: 'Flour' })).toBeVisible()
      await userEvent.type(within(sidebar).getByRole('searchbox'), 'bread')
      expect(within(sidebar).queryByRole('link', { name: 'Flour' })).toBeNull()
      await userEvent.clear(within(sidebar).getByRole('searchbox'))
      await userEvent.click(await within(sidebar).findByRole('link', { name: 'Flour' }))
      expect(await screen.findByRole('heading', { name: 'Flour', level: 1 })).toBeVisible()
      expect(screen.getByText('Which flour?')).toBeVisible()
    })

    it('has no settings about asking', async () => {
      navigate('/settings/key')
      render(<App />)
      const nav = await screen.findByRole('navigation', { name: 'Settings' })
      const names = within(nav)
        .getAllByRole('link')
        .map((each) => each.textContent)
      expect(names).toEqual([
        'Profile',
        'Appearance',
        'Security',
        'Sessions',
        'Your data',
        'Privacy',
        'Shortcuts',
      ])
      expect(within(nav).getByRole('link', { name: 'Profile' })).toHaveAttribute('aria-current', 'page')
      await userEvent.click(within(nav).getByRole('link', { name: 'Shortcuts' }))
      expect(screen.getByText('Search conversations', { selector: 'dt' })).toBeVisible()
      expect(screen.queryByText('New line')).toBeNull()
    })
  })
})
