import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { login, logout } from '@/shared/api/session-store'
import { withFakeServer } from '@/testing/network'
import { AiNotice, OrganisationBanner } from './organisation-notices'

const fake = withFakeServer()
const signIn = () => login({ email: 'ada@example.org', password: 'correct horse' })

beforeEach(async () => {
  localStorage.clear()
  await signIn()
})

afterEach(() => logout())

const banner = () => screen.queryByRole('complementary', { name: 'Notice of your organisation' })

describe('the banner of the organisation', () => {
  it('is shown until it is closed, and again when its text changes', async () => {
    fake.server.settings.change({ banner: 'Maintenance on Sunday' }, null)
    const first = render(<OrganisationBanner />)
    expect(await screen.findByText('Maintenance on Sunday')).toBeVisible()
    await userEvent.click(screen.getByRole('button', { name: 'Close the notice' }))
    expect(banner()).toBeNull()
    first.unmount()

    fake.server.settings.change({ banner: 'Maintenance on Monday' }, null)
    await logout()
    await signIn()
    render(<OrganisationBanner />)
    expect(await screen.findByText('Maintenance on Monday')).toBeVisible()
  })

  it('stays closed when the page is loaded again', async () => {
    fake.server.settings.change({ banner: 'Maintenance on Sunday', aiNoticeText: 'An AI.' }, null)
    const first = render(<OrganisationBanner />)
    await userEvent.click(await screen.findByRole('button', { name: 'Close the notice' }))
    first.unmount()
    await logout()
    await signIn()
    render(
      <>
        <OrganisationBanner />
        <AiNotice begins />
      </>,
    )

    expect(await screen.findByText('An AI.')).toBeVisible()
    expect(banner()).toBeNull()
  })
})

describe('the notice that answers come from an AI', () => {
  const show = (begins: boolean) =>
    render(
      <>
        <OrganisationBanner />
        <p>
          <AiNotice begins={begins} />
        </p>
      </>,
    )

  it('is always there unless the organisation says otherwise', () => {
    show(false)
    expect(screen.getByText(/^Answers come from an AI/)).toBeVisible()
  })

  it('has the words of the organisation', async () => {
    fake.server.settings.change({ aiNoticeText: 'A machine writes this.' }, null)
    show(false)
    expect(await screen.findByText('A machine writes this.')).toBeVisible()
  })

  it('is shown where a conversation begins only, if the organisation wants it so', async () => {
    fake.server.settings.change({ aiNotice: 'first_message', aiNoticeText: 'An AI.' }, null)
    const first = show(true)
    expect(await screen.findByText('An AI.')).toBeVisible()
    first.unmount()
    show(false)
    await waitFor(() => expect(screen.queryByText('An AI.')).toBeNull())
  })
})
