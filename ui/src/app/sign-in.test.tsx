import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { withFakeServer } from '@/testing/network'

const SIGN_IN_SCREEN = '@/features/auth/components/sign-in-screen'
const fake = withFakeServer()
const reload = vi.fn()

/** Makes every load of the sign-in screen fail until `vi.doUnmock`. */
function failToLoad() {
  vi.doMock(SIGN_IN_SCREEN, () => {
    throw new TypeError('Failed to fetch dynamically imported module')
  })
}

/** Returns the application as a new page loads it, signed out. */
async function openPage() {
  vi.resetModules()
  const { App, loadSignIn } = await import('./app')
  const { restoreSession } = await import('@/shared/api/session-store')
  await loadSignIn().catch(() => {})
  await restoreSession()
  return App
}

beforeEach(() => {
  localStorage.clear()
  vi.spyOn(window.location, 'reload').mockImplementation(reload)
})

afterEach(() => {
  vi.doUnmock(SIGN_IN_SCREEN)
  reload.mockClear()
})

describe('the sign-in screen', () => {
  it('is shown at once if it has been loaded', async () => {
    const App = await openPage()
    render(<App />)
    expect(screen.getByRole('heading', { name: 'Sign in to Uru' })).toBeVisible()
  })

  it('gives way to the chat when the storage was emptied but the session cookie was kept', async () => {
    fake.server.signIn()
    const App = await openPage()
    render(<App />)
    expect(await screen.findByRole('button', { name: /Ada Lovelace/ })).toBeVisible()
  })

  it('is loaded again when it is needed after the first load has failed', async () => {
    failToLoad()
    const App = await openPage()
    vi.doUnmock(SIGN_IN_SCREEN)
    render(<App />)
    expect(await screen.findByRole('heading', { name: 'Sign in to Uru' })).toBeVisible()
  })

  it('gives way to a notice if it cannot be loaded, whose button reloads the page once the server answers', async () => {
    failToLoad()
    fake.network.use(
      http.get(
        '*/api/v1/auth/options',
        () =>
          HttpResponse.json(
            { title: 'Unavailable', status: 503, code: 'service_unavailable' },
            { status: 503, headers: { 'Content-Type': 'application/problem+json' } },
          ),
        { once: true },
      ),
    )
    const App = await openPage()
    render(<App />)
    expect(await screen.findByText('No connection to Uru', {}, { timeout: 10_000 })).toBeVisible()

    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('Uru is restarting')).toBeVisible()
    expect(reload).not.toHaveBeenCalled()

    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await expect.poll(() => reload).toHaveBeenCalledOnce()
  })
})
