import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { logout, useSession } from '@/shared/api/session-store'
import { navigate } from '@/shared/navigation'
import { withFakeServer } from '@/testing/network'
import { SetPasswordScreen } from './set-password-screen'

const fake = withFakeServer()

beforeEach(() => {
  const invited = { id: 'dora', email: 'dora@example.org', displayName: 'Dora', role: 'user' } as const
  const { invitation } = fake.server.people.add(invited)
  navigate(`/set-password${new URL(invitation.url).hash}`)
})

afterEach(() => logout().catch(() => {}))

async function submit(password: string) {
  await userEvent.type(await screen.findByLabelText('New password'), password)
  await userEvent.click(screen.getByRole('button', { name: 'Set password and sign in' }))
}

describe('the page of an invitation', () => {
  it('greets the person, and signs them in with the password they choose', async () => {
    render(<SetPasswordScreen />)
    expect(await screen.findByRole('heading', { name: 'Welcome, Dora' })).toBeVisible()
    await submit('nine quiet rivers')

    await waitFor(() => expect(useSession.getState().user?.email).toBe('dora@example.org'))
    expect(window.location.pathname).toBe('/')
  })

  it('says so when the link does not work any more', async () => {
    fake.server.people.useLink(window.location.hash.slice(1))
    render(<SetPasswordScreen />)

    expect(await screen.findByText('This link does not work any more')).toBeVisible()
  })

  it('says at the field why a password cannot be used, and takes another one', async () => {
    const violations = [{ field: 'password', message: 'This password is too common.' }]
    const problem = { title: 'Invalid', status: 400, code: 'validation_failed', violations }
    fake.network.use(
      http.post('*/auth/password', () => HttpResponse.json(problem, { status: 400 }), { once: true }),
    )
    render(<SetPasswordScreen />)
    await submit('password1234')
    expect(await screen.findByText('This password is too common.')).toBeVisible()
    await submit('nine quiet rivers')

    await waitFor(() => expect(useSession.getState().status).toBe('authenticated'))
  })
})
