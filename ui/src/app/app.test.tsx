import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { beforeEach, describe, expect, it } from 'vitest'
import { lockVault, removeKey, storeKey } from '@/features/provider-key/vault-store'
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
    expect(document.title).toBe('Page not found · Uru')
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

  it('shows a viewer no composer', async () => {
    const [ada] = fake.server.accounts
    if (ada) ada.role = 'viewer'
    await signIn()
    render(<App />)
    expect(await screen.findByText(/^Your account may read/)).toBeVisible()
    expect(screen.queryByRole('textbox', { name: 'Message' })).toBeNull()
  })
})
