import type { Conversation } from '@/shared/api/schema'

export interface ConversationGroup {
  readonly label: string
  readonly items: readonly Conversation[]
}

/** Conversations as the sidebar shows them: pinned ones, then by the reader's calendar days. Empty groups are left out. */
export function groupConversations(items: readonly Conversation[], now: Date): ConversationGroup[] {
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime()
  const groups: { label: string; items: Conversation[] }[] = [
    { label: 'Pinned', items: [] },
    { label: 'Today', items: [] },
    { label: 'Yesterday', items: [] },
    { label: 'Previous 7 days', items: [] },
    { label: 'Older', items: [] },
  ]
  for (const item of items) groups[groupIndex(item, today)]?.items.push(item)
  return groups.filter((group) => group.items.length > 0)
}

function groupIndex(item: Conversation, today: number): number {
  if (item.pinned) return 0
  const time = Date.parse(item.updatedAt)
  if (time >= today) return 1
  if (time >= startOfDayBefore(today, 1)) return 2
  return time >= startOfDayBefore(today, 7) ? 3 : 4
}

function startOfDayBefore(today: number, days: number): number {
  const date = new Date(today)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - days).getTime()
}
