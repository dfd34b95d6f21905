import { findConversation, putConversation } from '@/features/conversations/conversation-store'
import { findMessage, putMessages } from '@/features/conversations/message-store'
import type { Conversation, GenerationEvent, Message } from '@/shared/api/schema'
import { withReceivedReasoning } from './reasoning'
import { appendReasoning, appendText } from './streaming-text'

/** Shows what an event of a generation tells. */
export function applyEvent(event: GenerationEvent, conversationId: string, assistantMessageId: string): void {
  switch (event.event) {
    case 'started':
      showStarted(conversationId, event.data.userMessage, event.data.assistantMessage)
      break
    case 'reasoning':
      appendReasoning(assistantMessageId, event.data.text)
      break
    case 'delta':
      appendText(assistantMessageId, event.data.text)
      break
    case 'title':
      changeListed(conversationId, { title: event.data.title })
      break
    case 'failed': {
      const { message, problem } = event.data
      finishMessage(conversationId, { ...message, error: problem ?? message.error })
      break
    }
    default:
      finishMessage(conversationId, event.data.message)
  }
}

/** Shows the final form of an answer. */
export function finishMessage(conversationId: string, message: Message): void {
  putMessages(conversationId, [withReceivedReasoning(message)])
}

/** An answer that this page has not seen yet was asked for elsewhere: its branch is shown, as it is where it was asked for. */
function showStarted(conversationId: string, question: Message, answer: Message): void {
  const known = findMessage(conversationId, answer.id)
  if (known && known.status !== 'streaming') return
  const messages = [question, known ? withTextOf(known, answer) : answer]
  putMessages(conversationId, messages, known ? undefined : answer.id)
  changeListed(conversationId, { updatedAt: answer.createdAt })
}

/** The event tells of the beginning; a page that joins later has loaded more, and must not show less. */
function withTextOf({ text, parts }: Message, answer: Message): Message {
  return { ...answer, text, ...(parts && { parts }) }
}

function changeListed(conversationId: string, change: Partial<Conversation>): void {
  const conversation = findConversation(conversationId)
  if (conversation) putConversation({ ...conversation, ...change })
}
