import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { describe, expect, it } from 'vitest'
import { useSession } from '@/shared/api/session-store'
import { withFakeServer } from '@/testing/network'
import { SignInScreen } from './sign-in-screen'

const fake = withFakeServer()

async function fillIn(email: string, password: string) {
  await userEvent.type(screen.getByLabelText('E-mail'), email)
  await userEvent.type(screen.getByLabelText('Password'), password)
}

describe('the sign-in screen', () => {
  it('signs in', async () => {
    render(<SignInScreen expired={false} />)
    await fillIn('ada@example.org', 'correct horse')
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
    await expect.poll(() => useSession.getState().user?.email).toBe('ada@example.org')
  })

  it('says what to do about a wrong password, and keeps what was typed', async () => {
    render(<SignInScreen expired={false} />)
    await fillIn('ada@example.org', 'wrong horse')
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
    expect(await screen.findByText('E-mail and password do not match')).toBeVisible()
    expect(screen.getByLabelText('E-mail')).toHaveValue('ada@example.org')
  })

  it('counts down after too many attempts', async () => {
    fake.network.use(
      http.post('*/api/v1/auth/login', () =>
        HttpResponse.json(
          { title: 'Too many attempts', status: 429, code: 'too_many_attempts' },
          { status: 429, headers: { 'Content-Type': 'application/problem+json', 'Retry-After': '30' } },
        ),
      ),
    )
    render(<SignInScreen expired={false} />)
    await fillIn('ada@example.org', 'wrong horse')
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
    expect(await screen.findByRole('button', { name: 'Wait 30 s' })).toBeDisabled()
  })

  it('lets password managers know which field is which', async () => {
    render(<SignInScreen expired={false} />)
    expect(screen.getByLabelText('E-mail')).toHaveAttribute('autocomplete', 'username')
    expect(screen.getByLabelText('Password')).toHaveAttribute('autocomplete', 'current-password')
    await userEvent.click(await screen.findByRole('button', { name: 'Create an account' }))
    expect(screen.getByLabelText('Password')).toHaveAttribute('autocomplete', 'new-password')
  })

  it('tells who registers twice to sign in', async () => {
    render(<SignInScreen expired={false} />)
    await userEvent.click(await screen.findByRole('button', { name: 'Create an account' }))
    await userEvent.type(screen.getByLabelText('Display name'), 'Ada')
    await fillIn('ada@example.org', 'another long password')
    await userEvent.click(screen.getByRole('button', { name: 'Create account' }))
    expect(await screen.findByText('There is an account with this e-mail already')).toBeVisible()
  })

  it('offers no registration where sign-up is closed', async () => {
    const options = { signUp: 'closed', sso: [], passwordMinLength: 12, practiceMode: true }
    fake.network.use(http.get('*/api/v1/auth/options', () => HttpResponse.json(options)))
    render(<SignInScreen expired={false} />)
    expect(await screen.findByText(/^Practice mode/)).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Create an account' })).toBeNull()
  })

  it('says that people are invited, where they are', async () => {
    fake.server.settings.change({ signUp: 'invitation' }, null)
    render(<SignInScreen expired={false} />)
    expect(await screen.findByText(/An administrator invites you/)).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Create an account' })).toBeNull()
  })

  it('says whose addresses can register', async () => {
    fake.server.settings.change({ signUp: 'domains', signUpDomains: ['a.example', 'b.example'] }, null)
    render(<SignInScreen expired={false} />)
    await userEvent.click(await screen.findByRole('button', { name: 'Create an account' }))
    expect(screen.getByLabelText('E-mail')).toHaveAccessibleDescription(
      'Use an address of a.example or b.example.',
    )
  })

  it('says that nothing is lost when the session has ended', () => {
    render(<SignInScreen expired />)
    expect(screen.getByText('Your session has ended')).toBeVisible()
  })
})
