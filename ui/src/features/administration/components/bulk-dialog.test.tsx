import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { login, logout } from '@/shared/api/session-store'
import { person } from '@/testing/fake-people'
import { withFakeServer } from '@/testing/network'
import { PeopleScreen } from './people-screen'

const fake = withFakeServer()

beforeEach(async () => {
  await login({ email: 'ada@example.org', password: 'correct horse' })
  fake.server.people.people = [
    person({ id: 'ada', displayName: 'Ada Lovelace', role: 'admin' }),
    person({ id: 'bob', displayName: 'Bob Builder', sessions: 3 }),
    person({ id: 'cleo', displayName: 'Cleo', status: 'disabled', sessions: 0, lastUsedAt: null }),
    person({ id: 'dora', displayName: 'Dora', invited: true, sessions: 0, lastUsedAt: null }),
  ]
})

afterEach(() => logout())

/** Opens the dialog of an action with everybody selected. */
async function begin(action: string) {
  render(<PeopleScreen ownId="ada" sidebarButton={null} />)
  await userEvent.click(await screen.findByRole('checkbox', { name: 'Select all that are listed' }))
  await userEvent.click(screen.getByRole('button', { name: 'Actions' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: action }))
  return within(await screen.findByRole('dialog'))
}

describe('an action with several people', () => {
  it('counts who is selected, and can be cleared', async () => {
    render(<PeopleScreen ownId="ada" sidebarButton={null} />)
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Select Bob Builder' }))
    expect(screen.getByText('1 person selected')).toBeVisible()
    await userEvent.click(screen.getByRole('checkbox', { name: 'Select Cleo' }))
    expect(screen.getByText('2 people selected')).toBeVisible()

    await userEvent.click(screen.getByRole('button', { name: 'Clear selection' }))
    expect(screen.getByRole('checkbox', { name: 'Select Cleo' })).not.toBeChecked()
  })

  it('disables those who are active, never the own account, and says what that ends', async () => {
    const dialog = await begin('Disable')
    expect(dialog.getByText(/^This ends 3 sessions/)).toBeVisible()
    expect(dialog.getByText(/^Left out: 2 of the 4 selected/)).toBeVisible()
    await userEvent.click(dialog.getByRole('button', { name: 'Disable' }))

    expect(await dialog.findByText('Disabled: 2 people')).toBeVisible()
    expect(fake.server.people.people.map(({ status }) => status)).toEqual([
      'active',
      'disabled',
      'disabled',
      'disabled',
    ])
  })

  it('signs others out, never the administrator', async () => {
    const dialog = await begin('Sign out everywhere')
    await userEvent.click(dialog.getByRole('button', { name: 'Sign out' }))

    expect(await dialog.findByText('Signed out: 1 person')).toBeVisible()
  })

  it('deletes, and takes those people out of the list', async () => {
    const dialog = await begin('Delete')
    expect(dialog.getByText(/cannot be undone/)).toBeVisible()
    await userEvent.click(dialog.getByRole('button', { name: 'Delete' }))
    await userEvent.click(await dialog.findByRole('button', { name: 'Done' }))

    await waitFor(() => expect(screen.getByText('1 person')).toBeVisible())
  })

  it('gives a role', async () => {
    const dialog = await begin('Change role')
    await userEvent.click(dialog.getByRole('radio', { name: 'Viewer' }))
    await userEvent.click(dialog.getByRole('button', { name: 'Change role' }))

    expect(await dialog.findByText('Changed: 3 people')).toBeVisible()
    expect(fake.server.people.find('dora').role).toBe('viewer')
    expect(fake.server.people.find('ada').role).toBe('admin')
  })

  it('invites again those who have no password, and has their links', async () => {
    const dialog = await begin('Invite again')
    await userEvent.click(dialog.getByRole('button', { name: 'Invite again' }))

    expect(await dialog.findByText('Invited: 1 person')).toBeVisible()
    expect(dialog.getByRole('button', { name: 'Save the links' })).toBeVisible()
  })

  it('goes on after a failure and names whom it was', async () => {
    fake.network.use(http.patch('*/admin/users/bob', () => HttpResponse.error()))
    const dialog = await begin('Disable')
    await userEvent.click(dialog.getByRole('button', { name: 'Disable' }))

    expect(await dialog.findByRole('alert')).toHaveTextContent('Bob Builder: No connection to Uru')
    expect(dialog.getByText('Disabled: 1 person')).toBeVisible()
    expect(fake.server.people.find('dora').status).toBe('disabled')
  })
})
