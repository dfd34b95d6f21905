import { render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
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

test('the settings say that exports are switched off', () => {
  leave({ export: false, sharing: true })
  const [user] = fake.server.accounts
  if (user) render(<SettingsDialog user={user} section="data" practiceMode={false} onClose={() => {}} />)

  expect(screen.getByText(/has switched exports off/)).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Export everything' })).toBeNull()
  expect(screen.queryByText(/Export them first/)).toBeNull()
})
