import { getConversation } from '@/shared/api/conversations'
import { toProblemError } from '@/shared/api/problem-error'
import { currentUserId, onUserChange } from '@/shared/api/session-store'
import {
  dropConversation,
  findConversation,
  isBeingRemoved,
  loadConversations,
  putConversation,
} from './conversation-store'
import { isOutdated, loadMessages, openConversationId, showDeleted } from './message-store'

/**
 * How long a change waits to be read. The answer to this tab's own request tells the same a moment later, and reading takes from
 * the time to the first token of an answer.
 */
const READ_DELAY_MS = 100

/** Versions of conversations that changed elsewhere and were not read yet, by id. */
const changed = new Map<string, number>()
let reading = false

onUserChange(() => changed.clear())

/** Reads a conversation anew that has been created or changed somewhere. Changes that come in the meantime are read together. */
export function conversationChanged(id: string, version: number): void {
  if (isKnown(id, version)) return
  changed.set(id, version)
  if (!reading) void readChanged()
}

/** Removes a conversation that was deleted somewhere; if it is open, the page says that there is nothing. */
export function conversationDeleted(id: string): void {
  changed.delete(id)
  dropConversation(id)
  if (!isBeingRemoved(id)) showDeleted(id)
}

/**
 * Reads what may have changed while no events came: the head of the list, and the conversation that is open.
 *
 * @param isBeingSent returns whether this tab sends a question in a conversation, which the server may not have yet
 */
export async function catchUpConversations(isBeingSent: (id: string) => boolean): Promise<void> {
  const open = openConversationId()
  await Promise.all([loadConversations(), open === null || isBeingSent(open) ? undefined : refresh(open)])
}

async function readChanged(): Promise<void> {
  reading = true
  while (changed.size > 0) {
    await new Promise((resolve) => setTimeout(resolve, READ_DELAY_MS))
    const ids = [...changed].filter(([id, version]) => !isKnown(id, version)).map(([id]) => id)
    changed.clear()
    const known = ids.filter((id) => findConversation(id) || id === openConversationId())
    // What has changed is at the head of the list.
    if (known.length < ids.length) await loadConversations()
    for (const id of known) await refresh(id)
  }
  reading = false
}

function isKnown(id: string, version: number): boolean {
  const known = findConversation(id)
  return known !== undefined && known.version >= version
}

async function refresh(id: string): Promise<void> {
  const userId = currentUserId()
  try {
    const conversation = await getConversation(id)
    if (userId !== currentUserId()) return
    if (conversation.archived) dropConversation(id)
    else putConversation(conversation)
    if (id === openConversationId() && isOutdated(conversation)) await loadMessages(id)
  } catch (error) {
    if (userId === currentUserId() && toProblemError(error).status === 404) conversationDeleted(id)
  }
}
