import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ConversationRow } from '@/features/conversations/components/conversation-row'
import { useMySettings } from '@/features/organisation/my-settings'
import type { Conversation, Feature } from '@/shared/api/schema'
import { login, logout } from '@/shared/api/session-store'
import { withFakeServer } from '@/testing/network'
import { ConversationActions } from './conversation-actions'
import { SettingsDialog } from './settings-dialog'

const fake = withFakeServer()
let conversation: Conversation

beforeEach(async () => {
  await login({ email: 'ada@example.org', password: 'correct horse' })
  conversation = fake.server.createConversation({ id: crypto.randomUUID(), title: 'Flour' })
})

afterEach(() => logout())

const leave = (features: Record<Feature, boolean>) =>
  useMySettings.setState({ settings: { ...fake.server.settings.ofPeople(), features } })

test('a conversation has buttons for what the organisation has left switched on', () => {
  leave({ export: false, sharing: true })
  const first = render(<ConversationActions conversation={conversation} canShare />)
  expect(screen.getByRole('button', { name: 'Share' })).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Export' })).toBeNull()
  first.unmount()

  leave({ export: true, sharing: false })
  render(<ConversationActions conversation={conversation} canShare />)
  expect(screen.queryByRole('button', { name: 'Share' })).toBeNull()
  expect(screen.getByRole('button', { name: 'Export' })).toBeVisible()
})

test('a conversation in the sidebar has what is left', async () => {
  const row = (canWrite: boolean) =>
    render(<ConversationRow conversation={conversation} current={false} canWrite={canWrite} mark={null} />)
  leave({ export: false, sharing: true })
  const own = row(true)
  await userEvent.click(screen.getByRole('button', { name: 'Actions for Flour' }))
  expect(screen.getByRole('menuitem', { name: 'Rename' })).toBeVisible()
  expect(screen.queryByRole('menuitem', { name: 'Export' })).toBeNull()
  own.unmount()

  row(false)
  expect(screen.queryByRole('button', { name: 'Actions for Flour' })).toBeNull()
})

test('the settings say that exports are switched off', () => {
  leave({ export: false, sharing: true })
  const [user] = fake.server.accounts
  if (user) render(<SettingsDialog user={user} section="data" practiceMode={false} onClose={() => {}} />)

  expect(screen.getByText(/has switched exports off/)).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Export everything' })).toBeNull()
  expect(screen.queryByText(/Export them first/)).toBeNull()
})
