import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useMySettings } from '@/features/organisation/my-settings'
import { checkKey, removeKey, storeKey, useVault } from '@/features/provider-key/vault-store'
import { login } from '@/shared/api/session-store'
import { withFakeServer } from '@/testing/network'
import { KeyForm } from './key-form'
import { KeySettings } from './key-settings'

const fake = withFakeServer()
const onDone = vi.fn()

beforeEach(async () => {
  onDone.mockClear()
  await login({ email: 'ada@example.org', password: 'correct horse' })
  await vi.waitFor(() => expect(useVault.getState().status).toBe('empty'))
})

afterEach(() => removeKey())

async function paste(text: string) {
  await userEvent.click(screen.getByLabelText('OpenAI key'))
  await userEvent.paste(text)
  await userEvent.click(screen.getByRole('radio', { name: 'This tab only' }))
  await userEvent.click(screen.getByRole('button', { name: 'Save key' }))
}

function show({ replacing = false } = {}) {
  const onCancel = replacing ? vi.fn() : undefined
  return render(<KeyForm practiceMode={false} onDone={onDone} onCancel={onCancel} />)
}

describe('the key form', () => {
  it('takes a key out of a line of a shell and is done when nothing limits it', async () => {
    show()
    await paste('export OPENAI_API_KEY="sk-proj-0123456789"')
    await vi.waitFor(() => expect(onDone).toHaveBeenCalledOnce())
    expect(fake.server.openedKeys).toEqual(['sk-proj-0123456789'])
  })

  it('offers the protections that the organisation allows', () => {
    useMySettings.setState({
      settings: { ...fake.server.settings.ofPeople(), keyProtections: ['device', 'tab'] },
    })
    show()
    expect(screen.queryByRole('radio', { name: 'Passphrase' })).toBeNull()
    expect(screen.getByRole('radio', { name: 'This device' })).toBeChecked()
    useMySettings.setState({ settings: null })
  })

  it('refuses an admin key before anything is sent', async () => {
    const requests: string[] = []
    fake.network.events.on('request:start', ({ request }) => requests.push(request.url))
    show()
    await paste('sk-admin-0123456789')
    expect(await screen.findByText(/^This is an admin key\./)).toBeVisible()
    expect(screen.getByLabelText('OpenAI key')).toHaveAccessibleDescription(/cannot chat/)
    expect(requests).toEqual([])
    expect(useVault.getState()).toEqual({ status: 'empty' })
    fake.network.events.removeAllListeners()
  })

  it('tells what a key may not do before it is used', async () => {
    show()
    await paste('sk-restricted-0123456789')
    const list = await screen.findByRole('list', { name: 'About this key' })
    const [first] = within(list).getAllByRole('listitem')
    expect(first).toHaveTextContent('Warning: This key may not list models')
    expect(
      within(list).getByRole('link', { name: /platform.openai.com.*Organisation not verified/ }),
    ).toBeVisible()
    expect(screen.getByText(/^9,120 of 200,000 · full again in 57 s/)).toBeVisible()
    expect(onDone).not.toHaveBeenCalled()
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }))
    expect(onDone).toHaveBeenCalledOnce()
  })

  it('sends the ids of organisation and project along', async () => {
    show()
    await userEvent.click(screen.getByText('Advanced'))
    await userEvent.type(screen.getByLabelText('Organisation id'), 'org-42')
    await userEvent.type(screen.getByLabelText('Project id'), 'proj_7')
    await paste('sk-proj-0123456789')
    await vi.waitFor(() => expect(onDone).toHaveBeenCalled())
    expect(fake.server.openedPayloads.at(-1)).toMatchObject({ organization: 'org-42', project: 'proj_7' })
  })

  it.each([
    ['sk-quota-0123456789', 'Your OpenAI account has no credit left'],
    ['sk-busy-0123456789', 'OpenAI asks for a pause'],
    ['sk-timeout-0123456789', 'OpenAI took too long'],
  ])('saves %s anyway, with the next step shown', async (key, title) => {
    show()
    await paste(key)
    expect(await screen.findByRole('alert')).toHaveTextContent(title)
    expect(within(screen.getByRole('alert')).getByRole('link')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Save anyway' }))
    expect(onDone).toHaveBeenCalledOnce()
    expect(useVault.getState()).toMatchObject({ status: 'unlocked', hint: '6789' })
  })

  it('does not offer to save a key that OpenAI does not know, and keeps the one before', async () => {
    await storeKey({ key: 'sk-proj-before-4321', mode: 'tab' })
    show({ replacing: true })
    await paste('sk-invalid-0123456789')
    expect(await screen.findByText('OpenAI does not accept your key')).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Save anyway' })).toBeNull()
    expect(useVault.getState()).toMatchObject({ hint: '4321' })
  })

  it('brings the key before back when its replacement is cancelled undecided', async () => {
    await storeKey({ key: 'sk-proj-before-4321', mode: 'tab' })
    const { unmount } = show({ replacing: true })
    await paste('sk-quota-0123456789')
    await screen.findByRole('button', { name: 'Save anyway' })
    unmount()
    await vi.waitFor(() => expect(useVault.getState()).toMatchObject({ hint: '4321' }))
  })
})

describe('the settings of a key', () => {
  it('show where it is used, what was found and how much is left', async () => {
    await storeKey({ key: 'sk-proj-eu-0123456789', mode: 'tab', organization: 'org-42' })
    await checkKey()
    render(<KeySettings practiceMode={false} />)
    expect(
      screen.getByText('Used at eu.api.openai.com · Organisation org-42 · Checked just now'),
    ).toBeVisible()
    expect(screen.getByText('Verified organisation')).toBeVisible()
    expect(screen.getByText(/^499 of 500/)).toBeVisible()
  })

  it('check again on request', async () => {
    await storeKey({ key: 'sk-proj-0123456789', mode: 'tab' })
    render(<KeySettings practiceMode={false} />)
    expect(screen.getByText('Not checked yet')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Check again' }))
    expect(await screen.findByText('Your key works and can use 7 models.')).toBeVisible()
    expect(screen.getByText('Checked just now')).toBeVisible()
  })

  it('never make a link of what is no web page', async () => {
    fake.network.use(
      http.post('*/api/v1/provider-key/check', () =>
        HttpResponse.json({
          valid: true,
          models: [],
          findings: [
            {
              code: 'x',
              severity: 'info',
              title: 'A title',
              detail: 'A detail',
              link: 'javascript:alert(1)',
            },
          ],
        }),
      ),
    )
    await storeKey({ key: 'sk-proj-0123456789', mode: 'tab' })
    await checkKey()
    render(<KeySettings practiceMode={false} />)
    expect(screen.getByText('A title')).toBeVisible()
    expect(screen.queryByRole('link')).toBeNull()
  })
})
