import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { login, logout } from '@/shared/api/session-store'
import { saveFile } from '@/shared/save-file'
import { person } from '@/testing/fake-people'
import { withFakeServer } from '@/testing/network'
import { PeopleScreen } from './people-screen'

vi.mock('@/shared/save-file', () => ({ saveFile: vi.fn() }))

const fake = withFakeServer()

beforeEach(async () => {
  await login({ email: 'ada@example.org', password: 'correct horse' })
  fake.server.people.people = [
    person({ id: 'ada', displayName: 'Ada Lovelace', role: 'admin' }),
    person({ id: 'bob', displayName: 'Bob Builder' }),
  ]
})

afterEach(() => logout())

function fileOf(...lines: string[]): File {
  return new File([['email,displayName,role', ...lines].join('\n')], 'people.csv', { type: 'text/csv' })
}

const MANY = Array.from({ length: 45 }, (_, i) => `new${i}@example.org,New ${i},user`)

async function choose(file: File) {
  render(<PeopleScreen ownId="ada" sidebarButton={null} />)
  await userEvent.click(await screen.findByRole('button', { name: 'Import people from a file' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Import people' }))
  await userEvent.upload(dialog.getByLabelText('File'), file)
  return dialog
}

describe('the import of people', () => {
  it('says what the file would do before it does it', async () => {
    const dialog = await choose(
      fileOf('bob@example.org,Bob,user', 'nobody,X,user', 'dora@example.org,Dora,user'),
    )

    expect(await dialog.findByText('New: 1 · Has an account: 1 · Not valid: 1')).toBeVisible()
    expect(dialog.getByText('This is not an e-mail address.')).toBeVisible()
    expect(fake.server.people.people).toHaveLength(2)

    await userEvent.click(dialog.getByRole('button', { name: 'Import 1 person' }))
    expect(await dialog.findByText('Added: 1')).toBeVisible()
    // In the list behind the dialog, whose own table has a row of the person too.
    expect(await screen.findByRole('button', { name: 'Actions for Dora', hidden: true })).toBeInTheDocument()
  })

  it('saves the links that were not mailed', async () => {
    const dialog = await choose(fileOf(...MANY))
    await userEvent.click(await dialog.findByRole('button', { name: 'Import 45 people' }))
    await userEvent.click(await dialog.findByRole('button', { name: 'Save the links' }))

    const [name, blob] = vi.mocked(saveFile).mock.lastCall ?? []
    expect(name).toBe('uru-invitations.csv')
    const lines = (await blob?.text())?.trim().split('\r\n')
    expect(lines).toHaveLength(46)
    expect(lines?.[1]).toContain('"new0@example.org","New 0","https://uru.example.org/set-password#')
  })

  it('says how many invitations were mailed', async () => {
    fake.server.people.mail = { mailed: true, mailProblem: null }
    const dialog = await choose(fileOf(...MANY))
    await userEvent.click(await dialog.findByRole('button', { name: 'Import 45 people' }))

    expect(await dialog.findByText('45 invitations were mailed.')).toBeVisible()
    expect(dialog.queryByRole('button', { name: 'Save the links' })).toBeNull()
  })

  it('says why a file cannot be imported, and takes another one', async () => {
    const dialog = await choose(new File(['a,b\n'], 'wrong.csv', { type: 'text/csv' }))
    expect(await dialog.findByRole('alert')).toHaveTextContent('The first line has to name the columns')

    await userEvent.upload(dialog.getByLabelText('File'), fileOf('dora@example.org,Dora,user'))
    expect(await dialog.findByText('New: 1')).toBeVisible()
  })

  it('keeps what was imported when a part fails', async () => {
    const dialog = await choose(fileOf(...MANY))
    const button = await dialog.findByRole('button', { name: 'Import 45 people' })
    let parts = 0
    fake.network.use(
      http.post('*/admin/users/import', () => {
        parts += 1
        return parts === 2 ? HttpResponse.error() : undefined
      }),
    )
    await userEvent.click(button)

    expect(await dialog.findByRole('alert')).toHaveTextContent('25 people may not be imported')
    expect(dialog.getByText('Added: 20')).toBeVisible()
  })
})
