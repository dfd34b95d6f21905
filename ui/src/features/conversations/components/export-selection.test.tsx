import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { useExportRequest } from '@/features/conversations/export-request'
import { login, logout } from '@/shared/api/session-store'
import { withFakeServer } from '@/testing/network'
import { ExportSelection } from './export-selection'

const fake = withFakeServer()

beforeEach(async () => {
  await login({ email: 'ada@example.org', password: 'correct horse' })
})

afterEach(() => logout())

function Requested() {
  const target = useExportRequest()
  return <p data-testid="requested">{target?.type === 'selection' ? target.ids.join(' ') : 'none'}</p>
}

function show() {
  render(
    <>
      <ExportSelection />
      <Requested />
    </>,
  )
}

describe('the selection of conversations', () => {
  it('exports what was selected, found by words of the title', async () => {
    for (const title of ['Bread', 'Butter', 'Brown bread']) {
      fake.server.createConversation({ id: title, title, archived: title === 'Butter' })
    }
    show()
    expect(await screen.findByText('3 found')).toBeVisible()
    expect(screen.getByRole('button', { name: 'Export the selection' })).toBeDisabled()
    await userEvent.click(screen.getByRole('checkbox', { name: /^Butter Archived/ }))

    await userEvent.type(screen.getByRole('searchbox', { name: 'Find conversations' }), 'bread')
    await userEvent.click(screen.getByRole('checkbox', { name: 'Select all that are shown' }))
    await userEvent.click(screen.getByRole('checkbox', { name: /^Brown bread/ }))

    await userEvent.click(screen.getByRole('button', { name: 'Export 2 selected' }))
    expect(screen.getByTestId('requested')).toHaveTextContent('Butter Bread')
  })

  it('says that there is nothing', async () => {
    show()
    expect(await screen.findByText('You have no conversations.')).toBeVisible()
  })
})
