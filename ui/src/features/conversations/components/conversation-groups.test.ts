import { describe, expect, it } from 'vitest'
import type { Conversation } from '@/shared/api/schema'
import { groupConversations } from './conversation-groups'

const NOW = new Date(2026, 10, 23, 9, 30)

function conversation(id: string, updatedAt: Date, pinned = false): Conversation {
  const time = updatedAt.toISOString()
  return {
    id,
    title: id,
    titleSource: 'auto',
    model: 'gpt-4o',
    systemPrompt: null,
    pinned,
    archived: false,
    folderId: null,
    headMessageId: null,
    messageCount: 2,
    createdAt: time,
    updatedAt: time,
    version: 1,
  }
}

describe('the groups of the sidebar', () => {
  it('follow the calendar of the reader, pinned ones first', () => {
    const groups = groupConversations(
      [
        conversation('pinned', new Date(2025, 0, 1), true),
        conversation('this morning', new Date(2026, 10, 23, 0, 0)),
        conversation('last night', new Date(2026, 10, 22, 23, 59)),
        conversation('two days ago', new Date(2026, 10, 21, 12)),
        conversation('a week ago', new Date(2026, 10, 16, 0, 0)),
        conversation('before that', new Date(2026, 10, 15, 23, 59)),
      ],
      NOW,
    )
    expect(groups.map((group) => [group.label, ...group.items.map((item) => item.id)])).toEqual([
      ['Pinned', 'pinned'],
      ['Today', 'this morning'],
      ['Yesterday', 'last night'],
      ['Previous 7 days', 'two days ago', 'a week ago'],
      ['Older', 'before that'],
    ])
  })

  it('are left out when empty', () => {
    expect(groupConversations([], NOW)).toEqual([])
  })
})
