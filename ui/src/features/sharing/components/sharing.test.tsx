import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http } from 'msw'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { useMySettings } from '@/features/organisation/my-settings'
import type { Conversation, Message } from '@/shared/api/schema'
import { login, logout } from '@/shared/api/session-store'
import { withFakeServer } from '@/testing/network'
import { MyShares } from './my-shares'
import { ShareDialog } from './share-dialog'
import { SharedListScreen } from './shared-list-screen'
import { SharedScreen } from './shared-screen'

const fake = withFakeServer()
const onClose = vi.fn()
let conversation: Conversation

function message(id: string, role: Message['role'], text: string): Message {
  return {
    ...{ id, parentId: null, role, text, model: role === 'user' ? null : 'gpt-4o', status: 'completed' },
    ...{ finishReason: null, usage: null, error: null, createdAt: '2026-11-28T10:00:00Z' },
  }
}

beforeEach(async () => {
  await login({ email: 'ada@example.org', password: 'correct horse' })
  conversation = fake.server.createConversation({ id: crypto.randomUUID(), title: 'Flour' })
  fake.server.messages.set(conversation.id, [
    message('q', 'user', 'Which flour?'),
    message('a', 'assistant', 'Use **rye**.'),
  ])
})

afterEach(async () => {
  vi.clearAllMocks()
  await logout()
})

const shared = () => fake.server.shares.find(conversation.id)
const open = () => render(<ShareDialog conversation={conversation} onClose={onClose} />)

describe('the dialog', () => {
  test('says what will be seen before it makes a link for who has it', async () => {
    open()
    expect(
      await screen.findByText(/Your e-mail address, your key and your instructions are not shown/),
    ).toBeVisible()
    expect(screen.getByRole('radio', { name: 'People with the link' })).toBeChecked()
    expect(shared()).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Create link' }))

    expect(await screen.findByLabelText('Link')).toHaveValue(shared()?.url)
    expect(shared()?.audience).toBe('link')
    expect(screen.getByRole('status')).toHaveTextContent('The link shows 2 messages')
  })

  test('copies the link that was made before', async () => {
    const url = fake.server.shares.put(conversation, [message('q', 'user', 'Hi')], 'everybody').url
    const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
    open()
    await userEvent.click(await screen.findByRole('button', { name: 'Copy link' }))

    expect(writeText).toHaveBeenCalledWith(url)
    expect(await screen.findByRole('button', { name: 'Copied' })).toBeVisible()
    expect(screen.getByRole('radio', { name: 'Everybody in the organisation' })).toBeChecked()
  })

  test('updates what is shown only when it is told to, also when the audience changes', async () => {
    fake.server.shares.put(conversation, [message('q', 'user', 'Hi')], 'link')
    open()
    await userEvent.click(await screen.findByRole('radio', { name: 'Everybody in the organisation' }))
    await waitFor(() => expect(shared()?.audience).toBe('everybody'))
    expect(shared()?.messageCount).toBe(1)
    await userEvent.click(screen.getByRole('button', { name: 'Update link' }))

    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('shows 2 messages'))
    expect(shared()?.audience).toBe('everybody')
  })

  test('stops sharing after it has said what follows', async () => {
    fake.server.shares.put(conversation, [message('q', 'user', 'Hi')], 'link')
    open()
    await userEvent.click(await screen.findByRole('button', { name: 'Stop sharing' }))
    expect(screen.getByText('The link stops working at once and for ever.')).toBeVisible()
    expect(shared()).not.toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Stop sharing' }))

    expect(await screen.findByRole('button', { name: 'Create link' })).toBeVisible()
    expect(shared()).toBeNull()
  })

  test('says why nothing is shared', async () => {
    fake.server.messages.delete(conversation.id)
    open()
    await userEvent.click(await screen.findByRole('button', { name: 'Create link' }))

    expect(await screen.findByRole('alert')).toHaveTextContent(/^Not changed\./)
  })
})

describe('a shared conversation', () => {
  const read = (token: string) => render(<SharedScreen token={token} sidebarButton={null} />)

  test('is shown with its owner, and with nothing to write with', async () => {
    const messages = fake.server.messages.get(conversation.id) ?? []
    const { token } = fake.server.shares.put(conversation, messages, 'link', { name: 'Bob', own: false })
    read(token)

    expect(await screen.findByRole('heading', { name: 'Flour', level: 1 })).toBeVisible()
    expect(screen.getByText(/Shared by Bob/)).toBeVisible()
    expect(screen.getByRole('heading', { name: 'Bob', level: 2 })).toBeInTheDocument()
    expect(await screen.findByText('rye')).toBeVisible()
    expect(screen.queryByRole('button', { name: /Edit|Regenerate/ })).toBeNull()
    expect(document.title).toBe('Flour · Uru')
  })

  test('says that a link leads nowhere', async () => {
    read('unknown')
    expect(await screen.findByText(/^This link does not exist any more, or is not for your/)).toBeVisible()
  })

  test('can be read again after the connection was lost', async () => {
    const messages = fake.server.messages.get(conversation.id) ?? []
    const { token } = fake.server.shares.put(conversation, messages, 'link')
    fake.network.use(http.get('*/shared/:token', () => HttpResponse.error(), { once: true }))
    read(token)
    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }))

    expect(await screen.findByText('rye')).toBeVisible()
  })
})

describe('the list for everybody', () => {
  test('has what is shared with everybody, and no other', async () => {
    const messages = [message('q', 'user', 'Hi')]
    const bob = { name: 'Bob', own: false }
    fake.server.shares.put({ id: 'one', title: 'For everybody' }, messages, 'everybody', bob)
    fake.server.shares.put({ id: 'two', title: 'By link' }, messages, 'link', bob)
    const [ada] = fake.server.accounts
    if (!ada) throw new Error('no account')
    render(<SharedListScreen user={ada} sidebarButton={null} />)

    const link = await screen.findByRole('link', { name: /For everybody/ })
    expect(link).toHaveTextContent('Bob')
    expect(link).toHaveTextContent('1 message')
    expect(screen.queryByText('By link')).toBeNull()
  })
})

describe('the list of one’s own', () => {
  test('ends one of two', async () => {
    const messages = [message('q', 'user', 'Hi')]
    fake.server.shares.put(conversation, messages, 'link')
    fake.server.shares.put({ id: 'other', title: 'Bread' }, messages, 'everybody')
    render(<MyShares canShare />)
    const list = await screen.findByRole('list')
    expect(within(list).getAllByRole('listitem')).toHaveLength(2)
    await userEvent.click(screen.getByRole('button', { name: 'Stop sharing Flour' }))
    await userEvent.click(screen.getByRole('button', { name: 'Stop sharing' }))

    await waitFor(() => expect(within(list).getAllByRole('listitem')).toHaveLength(1))
    expect(within(list).getByRole('link', { name: 'Bread' })).toBeVisible()
    expect(shared()).toBeNull()
  })

  test('is not shown to who cannot share and shares nothing', async () => {
    const { container } = render(<MyShares canShare={false} />)
    await waitFor(() => expect(container).toBeEmptyDOMElement())
  })
})

describe('where the organisation has switched sharing off', () => {
  const off = () =>
    HttpResponse.json(
      { title: 'Your role does not allow this', status: 403, code: 'forbidden' },
      { status: 403, headers: { 'Content-Type': 'application/problem+json' } },
    )

  test('what was shared cannot be read, and the page says why', async () => {
    fake.network.use(http.get('*/api/v1/shared', off), http.get('*/api/v1/shared/:token', off))
    const first = render(<SharedScreen token="a-token" sidebarButton={null} />)
    expect(await screen.findByText(/has switched sharing off/)).toBeVisible()
    first.unmount()
    if (fake.server.accounts[0])
      render(<SharedListScreen user={fake.server.accounts[0]} sidebarButton={null} />)

    expect(await screen.findByText(/has switched sharing off/)).toBeVisible()
    expect(screen.queryByRole('button', { name: /Try again/ })).toBeNull()
  })

  test('links of one’s own are listed with a note, and can be ended', async () => {
    fake.server.shares.put(conversation, [message('q', 'user', 'Hi')], 'link')
    useMySettings.setState({
      settings: { ...fake.server.settings.ofPeople(), features: { export: true, sharing: false } },
    })
    render(<MyShares canShare />)

    expect(await screen.findByText(/has switched sharing off/)).toBeVisible()
    expect(screen.getByRole('button', { name: /Stop sharing/ })).toBeVisible()
  })
})
