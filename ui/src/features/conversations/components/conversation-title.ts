import type { Conversation } from '@/shared/api/schema'

/** Returns the title, or a word for a conversation that has none yet. */
export function titleOf({ title }: Conversation): string {
  return title === '' ? 'Untitled' : title
}
