import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { useMySettings } from '@/features/organisation/my-settings'
import { login, logout } from '@/shared/api/session-store'
import { saveFile } from '@/shared/save-file'
import { withFakeServer } from '@/testing/network'
import { ExportDialog } from './export-dialog'

vi.mock('@/shared/save-file', () => ({ saveFile: vi.fn() }))

const fake = withFakeServer()
const onClose = vi.fn()
let id = ''

beforeEach(async () => {
  await login({ email: 'ada@example.org', password: 'correct horse' })
  id = fake.server.createConversation({ id: crypto.randomUUID(), title: 'Bröt & butter' }).id
})

afterEach(async () => {
  vi.clearAllMocks()
  await logout()
})

function open() {
  return render(
    <ExportDialog target={{ type: 'conversation', id }} title="Bröt & butter" onClose={onClose} />,
  )
}

const exportButton = () => screen.getByRole('button', { name: 'Export' })

describe('the export of a conversation', () => {
  test('says so where the organisation has switched it off', () => {
    const off = { export: false, sharing: true }
    useMySettings.setState({ settings: { ...fake.server.settings.ofPeople(), features: off } })
    open()
    expect(screen.getByText(/^Your organisation has switched exports off/)).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Export' })).toBeNull()
    useMySettings.setState({ settings: null })
  })

  test('is saved under the name that the server gives, in the chosen format', async () => {
    open()
    await userEvent.click(screen.getByRole('radio', { name: 'JSON' }))
    await userEvent.click(exportButton())

    await waitFor(() => expect(saveFile).toHaveBeenCalledOnce())
    const [name, blob] = vi.mocked(saveFile).mock.calls[0] ?? []
    expect(name).toBe('Bröt & butter.json')
    expect(await blob?.text()).toContain('Bröt & butter')
    expect(onClose).toHaveBeenCalledOnce()
  })

  test('says that another one is running', async () => {
    fake.network.use(
      http.get('*/conversations/:id/export', () =>
        HttpResponse.json(
          {
            code: 'rate_limited',
            status: 429,
            title: 'Too many requests',
            detail: 'Another export of yours is running.',
          },
          { status: 429, headers: { 'Content-Type': 'application/problem+json' } },
        ),
      ),
    )
    open()
    await userEvent.click(exportButton())

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Not exported. Another export of yours is running. Wait a moment, then try again.',
    )
  })

  test('says why nothing is saved', async () => {
    open()
    fake.server.deleteConversation(id)
    await userEvent.click(exportButton())

    expect(await screen.findByRole('alert')).toHaveTextContent('Not exported. There is nothing here.')
    expect(saveFile).not.toHaveBeenCalled()
    expect(exportButton()).toBeEnabled()
  })

  test('saves nothing when the file has no end', async () => {
    fake.network.use(http.get('*/export', () => new HttpResponse('# Half of it')))
    open()
    await userEvent.click(exportButton())

    expect(await screen.findByRole('alert')).toHaveTextContent('Not exported.')
    expect(saveFile).not.toHaveBeenCalled()
  })

  test('saves nothing when the connection breaks in the middle', async () => {
    fake.network.use(
      http.get('*/export', () => {
        const body = new ReadableStream({
          start(controller) {
            controller.enqueue(new TextEncoder().encode('half of'))
            setTimeout(() => controller.error(new TypeError('broken')), 20)
          },
        })
        return new HttpResponse(body)
      }),
    )
    open()
    await userEvent.click(exportButton())

    expect(await screen.findByRole('alert')).toHaveTextContent('Not exported.')
    expect(saveFile).not.toHaveBeenCalled()
  })

  test('shows how much has come, and ends when the dialog is closed', async () => {
    const cancel = vi.spyOn(ReadableStreamDefaultReader.prototype, 'cancel')
    fake.network.use(
      http.get('*/export', () => {
        const body = new ReadableStream({
          start: (controller) => controller.enqueue(new Uint8Array(1_234_000)),
        })
        return new HttpResponse(body)
      }),
    )
    const { unmount } = open()
    await userEvent.click(exportButton())

    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('1.2 MB so far'))
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
    expect(onClose).toHaveBeenCalledOnce()
    unmount()
    await waitFor(() => expect(cancel).toHaveBeenCalledOnce())
    expect(saveFile).not.toHaveBeenCalled()
  })
})
