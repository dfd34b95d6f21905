import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { login, logout } from '@/shared/api/session-store'
import { withFakeServer } from '@/testing/network'
import { TenantSettingsScreen } from './tenant-settings-screen'

const fake = withFakeServer()

beforeEach(() => login({ email: 'ada@example.org', password: 'correct horse' }))

afterEach(() => logout())

async function open() {
  render(<TenantSettingsScreen sidebarButton={null} />)
  await screen.findByRole('radio', { name: 'Everybody' })
}

const save = () => userEvent.click(screen.getByRole('button', { name: 'Save' }))
const saved = () => waitFor(() => expect(screen.queryByRole('button', { name: 'Save' })).toBeNull())
const stored = () => fake.server.settings.get()

describe('the settings of the organisation', () => {
  it('show what the configuration of the server says until something is set', async () => {
    await open()

    expect(screen.getByRole('radio', { name: 'Everybody' })).toBeChecked()
    expect(screen.getByLabelText('Model of new conversations')).toHaveAttribute(
      'placeholder',
      'Recommended: gpt-4o',
    )
    expect(await screen.findByText(/^Nothing was changed yet/)).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull()
  })

  it('are saved together, and only those that were changed', async () => {
    await open()
    await userEvent.click(screen.getByRole('radio', { name: 'By invitation' }))
    await userEvent.type(screen.getByLabelText(/^Allowed models/), 'gpt-6*{Enter}o1{Enter}')
    expect(screen.getByText('2 settings are not saved')).toBeVisible()
    await save()
    await saved()

    expect(stored()).toMatchObject({ version: 1, signUp: 'invitation', allowedModels: ['gpt-6*', 'o1'] })
    expect(fake.server.settings.changes[0]?.changes.map(({ setting }) => setting)).toEqual([
      'signUp',
      'allowedModels',
    ])
  })

  it('have a history that says who changed what', async () => {
    await open()
    await userEvent.click(screen.getByRole('radio', { name: 'Nobody' }))
    await save()

    const history = await screen.findByRole('list', { name: 'Changes' })
    expect(history).toHaveTextContent('Ada Lovelace')
    expect(history).toHaveTextContent(/Sign-up: not set .*Nobody/)
  })

  it('say at the field why it cannot be so, and keep what was typed', async () => {
    await open()
    await userEvent.click(screen.getByRole('radio', { name: 'By mail domain' }))
    await userEvent.type(screen.getByLabelText(/^Mail domains/), 'example')
    await save()

    expect(await screen.findByRole('alert')).toHaveTextContent('Mail domains: “example” is not a mail domain')
    expect(screen.getByLabelText(/^Mail domains/)).toHaveAccessibleDescription(/is not a mail domain/)
    expect(screen.getByLabelText(/^Mail domains/)).toHaveValue('example')
    expect(screen.getByLabelText(/^Mail domains/)).toBeInvalid()
    expect(stored().version).toBe(0)
  })

  it('do not overwrite what another administrator has set meanwhile', async () => {
    await open()
    fake.server.settings.change({ allowedModels: ['o1'] }, null)
    await userEvent.click(screen.getByRole('radio', { name: 'Nobody' }))
    await save()

    expect(await screen.findByText('Somebody else has changed this meanwhile')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Load the settings of now' }))
    await waitFor(() => expect(screen.getByLabelText(/^Allowed models/)).toHaveValue('o1'))
    expect(screen.getByRole('radio', { name: 'Everybody' })).toBeChecked()
  })

  it('narrow what people can do with keys and features', async () => {
    await open()
    await userEvent.click(screen.getByRole('checkbox', { name: /^This device/ }))
    await userEvent.click(screen.getByRole('checkbox', { name: /^Scripts may send/ }))
    await userEvent.click(screen.getByRole('checkbox', { name: /^Export/ }))
    await userEvent.type(screen.getByLabelText('Questions of a person in a day'), '100')
    await save()
    await saved()

    expect(stored()).toMatchObject({
      keyProtections: ['passphrase', 'tab'],
      plainKeys: false,
      disabledFeatures: ['export'],
      questionsPerDay: 100,
    })
    const history = await screen.findByRole('list', { name: 'Changes' })
    expect(history).toHaveTextContent(/Protection of keys: .*Passphrase, This tab only/)
    expect(history).toHaveTextContent(/Keys that are not sealed: not set .*not allowed/)
  })

  it('limit what a person and all together may use, and say when one limit is reached first', async () => {
    await open()
    await userEvent.type(screen.getByLabelText('US dollars of all together in a month'), '100')
    await userEvent.type(screen.getByLabelText('US dollars of a person in a month'), '250.50')
    expect(screen.getByLabelText('US dollars of a person in a month')).toHaveAccessibleDescription(
      /limit is reached first/,
    )
    await userEvent.type(screen.getByLabelText('Tokens of a person in a day'), '100000')
    await userEvent.type(screen.getByLabelText('Megabytes of a person'), '50')
    await save()
    await saved()

    expect(stored()).toMatchObject({
      tenantCostPerMonth: 100,
      userCostPerMonth: 250.5,
      userTokensPerDay: 100_000,
      tenantTokensPerDay: null,
      userStorageMegabytes: 50,
    })
  })

  it('leave at least one way to keep a key', async () => {
    await open()
    await userEvent.click(screen.getByRole('checkbox', { name: /^This device/ }))
    await userEvent.click(screen.getByRole('checkbox', { name: /^This tab only/ }))

    expect(screen.getByRole('checkbox', { name: /^Passphrase/ })).toBeDisabled()
  })

  it('say how many conversations a retention would delete', async () => {
    await open()
    await userEvent.type(screen.getByLabelText(/^Days without a question/), '30')
    await userEvent.click(screen.getByRole('button', { name: 'How many would that delete now?' }))

    expect(await screen.findByText('Would delete 12 conversations now.')).toBeVisible()
    expect(stored().version).toBe(0)
  })

  it('delete conversations only after that was confirmed', async () => {
    await open()
    await userEvent.type(screen.getByLabelText(/^Days without a question/), '30')
    await save()
    const dialog = await screen.findByRole('dialog', { name: 'Delete conversations after 30 days?' })
    expect(await within(dialog).findByText('Would delete 12 conversations now.')).toBeVisible()
    expect(stored().version).toBe(0)
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save and delete' }))
    await saved()

    expect(stored()).toMatchObject({ version: 1, retentionDays: 30 })
  })

  it('are as they were after they are discarded', async () => {
    await open()
    await userEvent.type(screen.getByLabelText('Model of new conversations'), 'o1')
    await userEvent.click(screen.getByRole('button', { name: 'Discard' }))

    expect(screen.getByLabelText('Model of new conversations')).toHaveValue('')
  })

  it('keep what is typed while they are saved', async () => {
    let answer = () => {}
    const asked = new Promise<void>((resolve) => {
      answer = resolve
    })
    fake.network.use(http.patch('*/api/v1/admin/settings', () => asked))
    await open()
    await userEvent.click(screen.getByRole('radio', { name: 'Nobody' }))
    await save()
    await userEvent.type(screen.getByLabelText('Banner'), 'Closed on Friday')
    answer()

    expect(await screen.findByText('1 setting is not saved')).toBeVisible()
    expect(screen.getByLabelText('Banner')).toHaveValue('Closed on Friday')
    expect(stored()).toMatchObject({ signUp: 'closed', banner: null })
  })

  it('say when they cannot be read, and are read again', async () => {
    fake.network.use(http.get('*/api/v1/admin/settings', () => HttpResponse.error(), { once: true }))
    render(<TenantSettingsScreen sidebarButton={null} />)
    await userEvent.click(within(await screen.findByRole('alert')).getByRole('button', { name: 'Try again' }))

    expect(await screen.findByRole('radio', { name: 'Everybody' })).toBeVisible()
  })
})
