import type { Conversation } from '@/shared/api/schema'

/** What the server calls a conversation before it has a title would read like the button that begins one. */
export function titleOf({ title, titleSource }: Conversation): string {
  return title === '' || (titleSource === 'auto' && title === 'New conversation') ? 'Untitled' : title
}
