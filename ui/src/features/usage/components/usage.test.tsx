import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { login, logout } from '@/shared/api/session-store'
import { usageItem } from '@/testing/fake-usage'
import { withFakeServer } from '@/testing/network'
import { UsageScreen } from './usage-screen'
import { UsageSettings } from './usage-settings'

const fake = withFakeServer()

beforeEach(() => login({ email: 'ada@example.org', password: 'correct horse' }))

afterEach(async () => {
  vi.restoreAllMocks()
  await logout()
})

const rowsOf = async (caption: string) => {
  const table = await screen.findByRole('table', { name: caption })
  return within(table)
    .getAllByRole('row')
    .map((row) => row.textContent)
}

describe('the usage of a user', () => {
  it('is shown by model and by day, with its cost', async () => {
    fake.server.usage.own = [
      usageItem({ day: '2026-11-29', model: 'gpt-4o', promptTokens: 1000, cost: 2 }),
      usageItem({ day: '2026-11-30', model: 'gpt-4o', cost: 1 }),
      usageItem({ day: '2026-11-30', model: 'mystery', cost: null, currency: null }),
    ]
    render(<UsageSettings />)

    expect(await rowsOf('By model')).toEqual([
      expect.anything(),
      'gpt-4o21.1K201.1K$3.00',
      'mystery110010110no price',
    ])
    expect((await rowsOf('By day')).slice(1)).toEqual([
      '2026-11-2911K101K$2.00',
      '2026-11-30220020220over $1.00',
    ])
    expect(screen.getByRole('status')).toHaveTextContent('3 answers · 1.2K tokens · over $3.00')
  })

  it('is nothing at first', async () => {
    fake.server.usage.own = []
    render(<UsageSettings />)

    expect(await screen.findByText('Nothing was used in this period.')).toBeVisible()
  })

  it('is read again for another period', async () => {
    render(<UsageSettings />)
    await screen.findByRole('table', { name: 'By day' })
    await userEvent.selectOptions(screen.getByLabelText('Period'), '7 days')

    await waitFor(() => expect(fake.server.usage.asked.at(-1)).toMatch(/^\/me\/usage/))
    const query = new URLSearchParams(fake.server.usage.asked.at(-1)?.split('?')[1])
    const days = (Date.parse(query.get('to') ?? '') - Date.parse(query.get('from') ?? '')) / 86_400_000
    expect(days).toBe(6)
  })

  it('can be read again after a failure', async () => {
    fake.network.use(
      http.get('*/api/v1/me/usage', () => new HttpResponse(null, { status: 503 }), { once: true }),
    )
    render(<UsageSettings />)
    await userEvent.click(await screen.findByRole('button', { name: /try again/i }))

    expect(await screen.findByRole('table', { name: 'By day' })).toBeVisible()
  })
})

describe('the usage of the organisation', () => {
  it('is shown by person, model or day', async () => {
    render(<UsageScreen sidebarButton={null} />)
    expect((await rowsOf('By person'))[1]).toContain('person-0@example.org')
    await userEvent.selectOptions(screen.getByLabelText('By'), 'Model')

    expect((await rowsOf('By model'))[1]).toContain('gpt-4o')
    expect(screen.queryByRole('table', { name: 'By person' })).toBeNull()
  })

  it('is saved as a file', async () => {
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
    render(<UsageScreen sidebarButton={null} />)
    await userEvent.click(screen.getByRole('button', { name: 'Download CSV' }))

    await waitFor(() => expect(click).toHaveBeenCalled())
    expect(fake.server.usage.asked.at(-1)).toMatch(/^text\/csv \/admin\/usage\?groupBy=user&/)
  })
})
