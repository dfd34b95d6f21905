import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { login, logout } from '@/shared/api/session-store'
import { fakeQuota, usageItem } from '@/testing/fake-usage'
import { withFakeServer } from '@/testing/network'
import { QuotaNotice } from './quota-notice'
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

describe('budgets', () => {
  it('are shown with what is used of them and when they renew', async () => {
    fake.server.usage.own = []
    fake.server.usage.quotas = [
      fakeQuota(),
      fakeQuota({
        owner: 'tenant',
        measure: 'tokens',
        period: 'day',
        limit: 1000,
        used: 1200,
        state: 'reached',
      }),
    ]
    render(<UsageSettings />)

    const items = within(await screen.findByRole('list', { name: 'Limits' })).getAllByRole('listitem')
    expect(items[0]).toHaveTextContent(/^Your budget, this month\$4.20 of \$5.0084 %, nearly used up, renews/)
    expect(items[1]).toHaveTextContent(
      /^Budget of the organisation, today1.2K of 1K tokens100 %, used up, renews/,
    )
  })

  it('of what is stored have no time', async () => {
    fake.server.usage.quotas = [
      fakeQuota({
        measure: 'bytes',
        period: null,
        renewsAt: null,
        limit: 10e6,
        used: 10_240_000,
        state: 'reached',
      }),
      fakeQuota({
        owner: 'tenant',
        measure: 'conversations',
        period: null,
        renewsAt: null,
        limit: 5000,
        used: 12,
        state: 'ok',
      }),
    ]
    render(<UsageSettings />)

    const items = within(await screen.findByRole('list', { name: 'Limits' })).getAllByRole('listitem')
    expect(items.map((item) => item.textContent)).toEqual([
      'Your storage10.24 of 10 MB100 %, used up',
      'All conversations of the organisation12 of 5,0000 %',
    ])
  })

  it('can be set by people for themselves', async () => {
    render(<UsageSettings />)
    await userEvent.click(await screen.findByText('Set a budget of your own'))
    await userEvent.type(screen.getByLabelText('US dollars in a month'), '2.50')
    await userEvent.click(screen.getByRole('button', { name: 'Change budget' }))

    expect(await screen.findByText('Your own budget, this month')).toBeVisible()
    expect(fake.server.usage.ownBudget.costPerMonth).toBe(2.5)
    await userEvent.clear(screen.getByLabelText('US dollars in a month'))
    await userEvent.click(screen.getByRole('button', { name: 'Change budget' }))
    await waitFor(() => expect(screen.queryByText('Your own budget, this month')).toBeNull())
  })

  it('say at the field why they cannot be so', async () => {
    fake.network.use(
      http.patch('*/api/v1/me/quotas', () =>
        HttpResponse.json(
          {
            title: 'The request is not valid',
            status: 400,
            code: 'validation_failed',
            violations: [{ field: 'tokensPerDay', message: 'must be a whole number in range' }],
          },
          { status: 400, headers: { 'Content-Type': 'application/problem+json' } },
        ),
      ),
    )
    render(<UsageSettings />)
    await userEvent.click(await screen.findByText('Set a budget of your own'))
    await userEvent.type(screen.getByLabelText('Tokens in a day'), '1.5')
    await userEvent.click(screen.getByRole('button', { name: 'Change budget' }))

    await waitFor(() =>
      expect(screen.getByLabelText('Tokens in a day')).toHaveAccessibleDescription(/whole number/),
    )
  })

  it('of the organisation are shown to administrators', async () => {
    fake.server.usage.quotas = [fakeQuota({ owner: 'tenant' })]
    render(<UsageScreen sidebarButton={null} />)

    expect(await screen.findByText('Budget of the organisation, this month')).toBeVisible()
  })
})

describe('the notice of a budget', () => {
  const notice = () => screen.queryByRole('complementary', { name: 'Limit' })

  beforeEach(() => localStorage.clear())

  it('warns from 80 % until it is closed, and again when all is used', async () => {
    fake.server.usage.quotas = [fakeQuota()]
    const first = render(<QuotaNotice />)
    expect(await screen.findByRole('status')).toHaveTextContent(/this month: 84 % used \(\$4.20 of \$5.00\)/)
    await userEvent.click(screen.getByRole('button', { name: 'Close the notice' }))
    expect(notice()).toBeNull()
    first.unmount()

    fake.server.usage.quotas = [fakeQuota({ used: 5.1, state: 'reached' })]
    render(<QuotaNotice />)
    expect(await screen.findByRole('status')).toHaveTextContent(/used up .*takes no more questions until/)
  })

  it('says what to do when there is no room', async () => {
    fake.server.usage.quotas = [
      fakeQuota({
        measure: 'bytes',
        period: null,
        renewsAt: null,
        limit: 10e6,
        used: 10e6,
        state: 'reached',
      }),
    ]
    render(<QuotaNotice />)

    expect(await screen.findByRole('status')).toHaveTextContent(
      /Your storage: used up .* Delete conversations/,
    )
  })

  it('is not there while enough is left', async () => {
    fake.server.usage.quotas = [fakeQuota({ used: 1, state: 'ok' })]
    render(<QuotaNotice />)
    await waitFor(() => expect(fake.server.usage.quotasRead).toBe(1))

    expect(notice()).toBeNull()
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
