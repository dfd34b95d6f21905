import {
  catchUpConversations,
  conversationChanged,
  conversationDeleted,
} from '@/features/conversations/conversation-changes'
import { findConversation } from '@/features/conversations/conversation-store'
import { findMessage } from '@/features/conversations/message-store'
import type { UserEvent } from '@/shared/api/schema'
import { followUserEvents } from '@/shared/events/user-events'
import { type Attempt, isUnanswered, questionIdOf, withdrawRefusals } from './attempts'
import { dropGeneration, joinGeneration, setConnection, takeEvent, takeSnapshot } from './running-generations'

/** Gives the events of a user to the stores, until the returned function is called. */
export function listenToUserEvents(userId: string): () => void {
  return followUserEvents(userId, { event: show, connection: setConnection })
}

/** Returns whether what was read of the server shows the question of a refused attempt. */
function isRead(attempt: Attempt): boolean {
  const { conversationId, createsConversation, text } = attempt
  if (createsConversation) return (findConversation(conversationId)?.messageCount ?? 0) > 0
  return text !== null && findMessage(conversationId, questionIdOf(attempt)) !== undefined
}

function show({ event, data }: UserEvent): void {
  switch (event) {
    case 'running':
      takeSnapshot(data.generations)
      void catchUpConversations(isUnanswered).then(() => withdrawRefusals(isRead))
      break
    case 'generation_started':
      joinGeneration(data.generation)
      break
    case 'generation':
      takeEvent(data)
      break
    case 'conversation_changed':
      conversationChanged(data.id, data.version)
      break
    case 'conversation_deleted':
      dropGeneration(data.id)
      conversationDeleted(data.id)
  }
}
