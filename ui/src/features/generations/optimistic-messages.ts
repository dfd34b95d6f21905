import type { GenerationRequest, Message } from '@/shared/api/schema'

const BLANK = { text: '', model: null, finishReason: null, usage: null, error: null }

/** A question as it looks before the server has seen it. */
export function userMessage({
  id,
  parentId,
  text,
}: {
  id: string
  parentId: string | null
  text: string
}): Message {
  return {
    ...BLANK,
    id,
    parentId,
    text,
    role: 'user',
    status: 'completed',
    createdAt: new Date().toISOString(),
  }
}

/** Returns the message that stands for the answer until its first text arrives. */
export function emptyAnswer({ assistantMessageId, model }: GenerationRequest, parentId: string): Message {
  return {
    ...BLANK,
    id: assistantMessageId,
    parentId,
    model,
    role: 'assistant',
    status: 'streaming',
    createdAt: new Date().toISOString(),
  }
}
