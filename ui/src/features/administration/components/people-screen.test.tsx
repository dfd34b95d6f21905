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
  ]
})

afterEach(() => logout())

async function open() {
  render(<PeopleScreen ownId="ada" sidebarButton={null} />)
  await screen.findByRole('table')
}

const names = () => screen.getAllByRole('rowheader').map((each) => each.textContent)
const row = (name: string) => screen.getByRole('row', { name: new RegExp(name) })

async function choose(name: string, action: string) {
  await userEvent.click(screen.getByRole('button', { name: `Actions for ${name}` }))
  await userEvent.click(await screen.findByRole('menuitem', { name: action }))
}

async function confirm(action: string) {
  await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: action }))
}

describe('the list of people', () => {
  it('says who is there, with role, status and when they were seen', async () => {
    await open()

    expect(screen.getByText('3 people')).toBeVisible()
    expect(row('Ada')).toHaveTextContent('(you)')
    expect(row('Ada')).toHaveTextContent('Administrator')
    expect(row('Cleo')).toHaveTextContent('Disabled')
    expect(row('Cleo')).toHaveTextContent('Never')
  })

  it('finds people by what is typed, and says when nobody matches', async () => {
    await open()
    await userEvent.type(screen.getByRole('searchbox'), 'build')
    await waitFor(() => expect(screen.getByText('1 person')).toBeVisible())
    expect(names()).toHaveLength(1)

    await userEvent.type(screen.getByRole('searchbox'), 'xyz')
    expect(await screen.findByText(/^Nobody matches/)).toBeVisible()
  })

  it('shows those of one status', async () => {
    await open()
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Status' }), 'Disabled')

    await waitFor(() => expect(names()).toEqual([expect.stringContaining('Cleo')]))
  })

  it('is read page by page, there and back', async () => {
    fake.server.people.people = Array.from({ length: 54 }, (_, i) =>
      person({ id: `p${i}`, displayName: `Person ${String(i).padStart(3, '0')}` }),
    )
    await open()
    expect(screen.getByText('1–50 of 54 people')).toBeVisible()
    expect(screen.getByText('Page 1 of 2')).toBeVisible()
    expect(screen.getByRole('button', { name: 'Previous' })).toBeDisabled()
    await userEvent.click(screen.getByRole('button', { name: 'Next' }))

    expect(await screen.findByText('51–54 of 54 people')).toBeVisible()
    expect(names()).toHaveLength(4)
    expect(screen.getByRole('button', { name: 'Next' })).toBeDisabled()
    await userEvent.click(screen.getByRole('button', { name: 'Previous' }))

    expect(await screen.findByText('1–50 of 54 people')).toBeVisible()
    expect(names()).toHaveLength(50)
  })

  it('reads a page again that could not be read', async () => {
    fake.server.people.people = Array.from({ length: 54 }, (_, i) => person({ id: `p${i}` }))
    await open()
    fake.network.use(http.get('*/admin/users', () => HttpResponse.error(), { once: true }))
    await userEvent.click(screen.getByRole('button', { name: 'Next' }))
    expect(names()).toHaveLength(50)
    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }))

    expect(await screen.findByText('51–54 of 54 people')).toBeVisible()
  })

  it('shows the page before when everybody on the last one was deleted', async () => {
    fake.server.people.people = Array.from({ length: 51 }, (_, i) =>
      person({
        id: `p${i}`,
        displayName: `Person ${String(i).padStart(3, '0')}`,
        role: i === 0 ? 'admin' : 'user',
      }),
    )
    await open()
    await userEvent.click(screen.getByRole('button', { name: 'Next' }))
    await screen.findByText('51 of 51 people')
    await choose('Person 050', 'Delete')
    await confirm('Delete')

    expect(await screen.findByText('50 people')).toBeVisible()
    expect(names()).toHaveLength(50)
  })

  it('says why it cannot be read, and reads it again', async () => {
    fake.network.use(http.get('*/admin/users', () => HttpResponse.error(), { once: true }))
    render(<PeopleScreen ownId="ada" sidebarButton={null} />)
    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }))

    expect(await screen.findByText('3 people')).toBeVisible()
  })
})

describe('an administrator', () => {
  it('adds a person and gets the link to send', async () => {
    await open()
    await userEvent.click(screen.getByRole('button', { name: 'Add a person' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Add a person' }))
    await userEvent.type(dialog.getByLabelText('E-mail'), 'dora@example.org')
    await userEvent.type(dialog.getByLabelText('Display name'), 'Dora')
    await userEvent.click(dialog.getByRole('button', { name: 'Add and invite' }))

    const link = within(await screen.findByRole('dialog', { name: 'Invitation' }))
    expect(link.getByLabelText<HTMLInputElement>('Link').value).toContain('/set-password#')
    await waitFor(() => expect(row('Dora')).toHaveTextContent('Invited'))
  })

  it('is told that the link was mailed, or why it was not', async () => {
    fake.server.people.mail = { mailed: true, mailProblem: null }
    await open()
    await choose('Bob Builder', 'Link for a new password')
    expect(await screen.findByText(/^This link was mailed to bob@example.org/)).toBeVisible()
    await confirm('Done')

    fake.server.people.mail = { mailed: false, mailProblem: 'The mail server refuses the address.' }
    await choose('Bob Builder', 'Link for a new password')
    expect(await screen.findByText('The mail server refuses the address.')).toBeVisible()
    expect(screen.getByText(/^Send this link to bob@example.org/)).toBeVisible()
  })

  it('is told at the field that an address is taken', async () => {
    await open()
    await userEvent.click(screen.getByRole('button', { name: 'Add a person' }))
    const dialog = within(await screen.findByRole('dialog'))
    await userEvent.type(dialog.getByLabelText('E-mail'), 'bob@example.org')
    await userEvent.type(dialog.getByLabelText('Display name'), 'Bob')
    await userEvent.click(dialog.getByRole('button', { name: 'Add and invite' }))

    expect(await dialog.findByText('Somebody has this address already.')).toBeVisible()
  })

  it('disables a person, knowing what it ends', async () => {
    await open()
    await choose('Bob Builder', 'Disable')
    expect(await screen.findByText(/This ends 3 sessions/)).toBeVisible()
    await confirm('Disable')

    await waitFor(() => expect(row('Bob')).toHaveTextContent('Disabled'))
    expect(fake.server.people.find('bob')).toMatchObject({ status: 'disabled', sessions: 0 })
  })

  it('enables a person', async () => {
    await open()
    await choose('Cleo', 'Enable')

    await waitFor(() => expect(row('Cleo')).toHaveTextContent('Active'))
  })

  it('changes a role', async () => {
    await open()
    await choose('Bob Builder', 'Change role')
    await userEvent.click(await screen.findByRole('radio', { name: 'Viewer' }))
    await confirm('Change role')

    await waitFor(() => expect(row('Bob')).toHaveTextContent('Viewer'))
  })

  it('signs a person out everywhere', async () => {
    await open()
    await choose('Bob Builder', 'Sign out everywhere')
    await confirm('Sign out')

    await waitFor(() => expect(fake.server.people.find('bob').sessions).toBe(0))
  })

  it('deletes a person', async () => {
    await open()
    await choose('Cleo', 'Delete')
    await confirm('Delete')

    await waitFor(() => expect(screen.getByText('2 people')).toBeVisible())
    expect(screen.queryByRole('row', { name: /Cleo/ })).toBeNull()
  })

  it('cannot take the last administrator away, and is told why', async () => {
    await open()
    await choose('Ada Lovelace', 'Delete')
    await confirm('Delete')

    expect(await screen.findByRole('alert')).toHaveTextContent('This is the last administrator')
    expect(row('Ada')).toBeVisible()
  })
})
