import { act, fireEvent, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadModels } from '@/features/models/model-store'
import { login, logout, useSession } from '@/shared/api/session-store'
import { setPreferences, usePreferences } from '@/shared/preferences'
import { withFakeServer } from '@/testing/network'
import { AppearanceSettings } from './appearance-settings'
import { ChatSettings } from './chat-settings'
import { ProfileSettings } from './profile-settings'

const fake = withFakeServer()

function Profile() {
  const { user } = useSession()
  return user && <ProfileSettings user={user} />
}

beforeEach(async () => {
  await login({ email: 'ada@example.org', password: 'correct horse' })
  await loadModels()
})
afterEach(() => logout())

describe('the appearance', () => {
  it('changes as soon as something is chosen', async () => {
    render(<AppearanceSettings />)
    await userEvent.click(screen.getByRole('radio', { name: 'Dark' }))
    await userEvent.click(screen.getByRole('radio', { name: 'Larger' }))
    await userEvent.click(screen.getByRole('radio', { name: 'Reduced' }))
    await userEvent.click(screen.getByRole('radio', { name: '24 hours' }))

    expect(document.documentElement.dataset).toMatchObject({
      theme: 'dark',
      textSize: 'larger',
      motion: 'reduced',
    })
    expect(usePreferences.getState().timeFormat).toBe('24')
  })
})

describe('what conversations begin with', () => {
  it('is a model of the catalogue, or the recommended one', async () => {
    render(<ChatSettings />)
    const model = screen.getByLabelText('Model of new conversations')
    const [, first] = screen.getAllByRole<HTMLOptionElement>('option')
    await userEvent.selectOptions(model, first?.value ?? '')
    expect(usePreferences.getState().defaultModel).toBe(first?.value)
    await userEvent.selectOptions(model, '')

    expect(usePreferences.getState().defaultModel).toBeNull()
  })

  it('says that a model is not available any more', () => {
    setPreferences({ defaultModel: 'gpt-gone' })
    render(<ChatSettings />)

    expect(screen.getByLabelText('Model of new conversations')).toHaveValue('gpt-gone')
    expect(screen.getByText(/^This model is not available now/)).toBeVisible()
  })

  it('are instructions, once they are saved', async () => {
    render(<ChatSettings />)
    const field = screen.getByLabelText('Instructions for new conversations')
    await userEvent.type(field, ' Answer briefly. ')
    expect(usePreferences.getState().instructions).toBe('')
    await userEvent.click(screen.getByRole('button', { name: 'Save instructions' }))

    expect(usePreferences.getState().instructions).toBe('Answer briefly.')
    expect(screen.getByRole('button', { name: 'Save instructions' })).toBeDisabled()
  })

  it('shows instructions that another device has changed, unless something is typed', () => {
    render(<ChatSettings />)
    const field = screen.getByLabelText('Instructions for new conversations')
    fireEvent.change(field, { target: { value: 'mine' } })
    act(() => setPreferences({ instructions: 'theirs' }))
    expect(field).toHaveValue('mine')
    fireEvent.change(field, { target: { value: 'theirs' } })
    act(() => setPreferences({ instructions: 'theirs, changed' }))

    expect(field).toHaveValue('theirs, changed')
  })
})

describe('the display name', () => {
  it('is changed here and on the server', async () => {
    render(<Profile />)
    const field = screen.getByLabelText('Display name')
    await userEvent.clear(field)
    await userEvent.type(field, ' Ada King ')
    await userEvent.click(screen.getByRole('button', { name: 'Change name' }))

    await waitFor(() => expect(useSession.getState().user?.displayName).toBe('Ada King'))
    expect(fake.server.accounts[0]?.displayName).toBe('Ada King')
    expect(field).toHaveValue('Ada King')
  })
})
