import {
  catchUpConversations,
  conversationChanged,
  conversationDeleted,
} from '@/features/conversations/conversation-changes'
import type { UserEvent } from '@/shared/api/schema'
import { followUserEvents } from '@/shared/events/user-events'
import { isUnanswered } from './attempts'
import { dropGeneration, joinGeneration, setConnection, takeEvent, takeSnapshot } from './running-generations'

/** Gives the events of a user to the stores, until the returned function is called. */
export function listenToUserEvents(userId: string): () => void {
  return followUserEvents(userId, { event: show, connection: setConnection })
}

function show({ event, data }: UserEvent): void {
  switch (event) {
    case 'running':
      takeSnapshot(data.generations)
      void catchUpConversations(isUnanswered)
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
