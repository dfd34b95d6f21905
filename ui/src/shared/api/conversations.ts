import { requestJson, requestNothing } from './access'
import { repeatOnTimeout } from './http'
import { toProblemError } from './problem-error'
import type { Conversation, ConversationPatch, Message, NewConversation, Page } from './schema'

const PAGE_SIZE = 100

export function getConversations(
  cursor: string | null,
  limit = 50,
  state: 'active' | 'archived' = 'active',
): Promise<Page<Conversation>> {
  return requestJson({ method: 'GET', path: `/conversations${query({ cursor, limit, state })}` })
}

export function getConversation(id: string): Promise<Conversation> {
  return requestJson({ method: 'GET', path: pathOf(id) })
}

export function postConversation(body: NewConversation, signal: AbortSignal): Promise<Conversation> {
  return requestJson({ method: 'POST', path: '/conversations', body, signal })
}

export function patchConversation(id: string, body: ConversationPatch): Promise<Conversation> {
  return requestJson({ method: 'PATCH', path: pathOf(id), body })
}

/** Deletes a conversation; asks once more where no answer came in time, and then takes one that is gone for deleted. */
export async function deleteConversation(id: string): Promise<void> {
  let asked = 0
  try {
    await repeatOnTimeout(() => {
      asked++
      return requestNothing({ method: 'DELETE', path: pathOf(id) })
    })
  } catch (error) {
    if (asked === 1 || toProblemError(error).code !== 'not_found') throw error
  }
}

/** All messages of all branches, oldest first. */
export async function getMessages(conversationId: string): Promise<Message[]> {
  const messages: Message[] = []
  let cursor: string | null = null
  do {
    const page: Page<Message> = await requestJson({
      method: 'GET',
      path: `${pathOf(conversationId)}/messages${query({ cursor, limit: PAGE_SIZE })}`,
    })
    messages.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return messages
}

function pathOf(id: string): string {
  return `/conversations/${encodeURIComponent(id)}`
}

function query(parameters: Record<string, string | number | null>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null) search.set(name, String(value))
  }
  return `?${search}`
}
