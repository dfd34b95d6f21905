import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { login, logout, useSession } from '@/shared/api/session-store'
import { withFakeServer } from '@/testing/network'
import { EmailSettings } from './email-settings'
import { EraseAccount } from './erase-account'
import { SecuritySettings } from './security-settings'
import { SessionsSettings } from './sessions-settings'

const fake = withFakeServer()
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:146.0) Gecko/20100101 Firefox/146.0'
const AT = {
  createdAt: '2026-11-01T08:00:00Z',
  lastUsedAt: '2026-11-28T09:00:00Z',
  expiresAt: '2026-12-01T08:00:00Z',
}

beforeEach(async () => {
  await login({ email: 'ada@example.org', password: 'correct horse' })
  fake.server.loginSessions = [
    { id: 'here', userAgent: FIREFOX, current: true, ...AT },
    { id: 'there', userAgent: 'curl/8.5.0', address: '203.0.113.9', current: false, ...AT },
    { id: 'elsewhere', userAgent: '', current: false, ...AT },
  ]
})

afterEach(async () => {
  for (const account of fake.server.accounts) account.password = 'correct horse'
  await logout().catch(() => {})
})

describe('the sessions of an account', () => {
  it('are listed by device, and one of them can be ended', async () => {
    render(<SessionsSettings />)
    expect(await screen.findByText('Firefox on Windows')).toBeVisible()
    expect(screen.getByText(/^This browser/)).toBeVisible()
    expect(screen.getByText(/from 203\.0\.113\.9/)).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'End curl/8.5.0' }))

    await waitFor(() => expect(screen.queryByText('curl/8.5.0')).toBeNull())
    expect(fake.server.loginSessions.map(({ id }) => id)).toEqual(['here', 'elsewhere'])
  })

  it('can all be ended but this one', async () => {
    render(<SessionsSettings />)
    await userEvent.click(await screen.findByRole('button', { name: 'End all others' }))

    await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(1))
  })

  it('are all ended although one of them has ended meanwhile', async () => {
    render(<SessionsSettings />)
    const button = await screen.findByRole('button', { name: 'End all others' })
    fake.server.loginSessions = fake.server.loginSessions.filter(({ id }) => id !== 'there')
    await userEvent.click(button)

    await waitFor(() => expect(fake.server.loginSessions.map(({ id }) => id)).toEqual(['here']))
  })
})

describe('the password', () => {
  async function change(current: string, next: string) {
    render(<SecuritySettings email="ada@example.org" />)
    await userEvent.type(screen.getByLabelText('Current password'), current)
    await userEvent.type(screen.getByLabelText('New password'), next)
    await userEvent.click(screen.getByRole('button', { name: 'Change password' }))
  }

  it('is changed, and the other sessions end', async () => {
    await change('correct horse', 'nine quiet rivers')

    expect(await screen.findByText('Your password was changed')).toBeVisible()
    expect(screen.getByLabelText('New password')).toHaveValue('')
    expect(fake.server.loginSessions).toHaveLength(1)
  })

  it('stays when the current one is wrong, and the reader is told at the field', async () => {
    await change('wrong horse', 'nine quiet rivers')

    expect(await screen.findByText('This is not your current password.')).toBeVisible()
    expect(screen.getByLabelText('New password')).toHaveValue('nine quiet rivers')
  })
})

describe('the e-mail address', () => {
  async function change(email: string, password: string) {
    render(<EmailSettings email="ada@example.org" />)
    await userEvent.type(screen.getByLabelText('New e-mail address'), email)
    await userEvent.type(screen.getByLabelText('Password'), password)
    await userEvent.click(screen.getByRole('button', { name: 'Change address' }))
  }

  it('is changed with the password, and the other sessions end', async () => {
    await change('ada.king@example.org', 'correct horse')

    await waitFor(() => expect(useSession.getState().user?.email).toBe('ada.king@example.org'))
    expect(screen.getByLabelText('Password')).toHaveValue('')
    expect(fake.server.loginSessions).toHaveLength(1)
  })

  it('stays when the password is wrong or the address has an account', async () => {
    const [ada] = fake.server.accounts
    if (ada) fake.server.accounts.push({ ...ada, id: 'bob', email: 'bob@example.org' })
    await change('bob@example.org', 'wrong horse')
    expect(await screen.findByText('This is not your password.')).toBeVisible()
    await userEvent.clear(screen.getByLabelText('Password'))
    await userEvent.type(screen.getByLabelText('Password'), 'correct horse')
    await userEvent.click(screen.getByRole('button', { name: 'Change address' }))

    expect(await screen.findByText('Another account has this address.')).toBeVisible()
  })
})

describe('the account', () => {
  const onErased = vi.fn(async () => {})
  beforeEach(() => onErased.mockClear())

  async function erase(password: string) {
    render(<EraseAccount onErased={onErased} />)
    await userEvent.click(screen.getByRole('button', { name: 'Delete account' }))
    await userEvent.type(await screen.findByLabelText('Password'), password)
    await userEvent.click(screen.getByRole('button', { name: 'Delete for good' }))
  }

  it('is erased with the password, and nobody is signed in any more', async () => {
    await erase('correct horse')

    await waitFor(() => expect(useSession.getState().status).toBe('anonymous'))
    expect(window.location.pathname).toBe('/sign-in')
    expect(onErased).toHaveBeenCalledOnce()
  })

  it('stays with a wrong password', async () => {
    await erase('wrong horse')

    expect(await screen.findByText('This is not your password.')).toBeVisible()
    expect(useSession.getState().status).toBe('authenticated')
    expect(onErased).not.toHaveBeenCalled()
  })
})
