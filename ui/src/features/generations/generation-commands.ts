import { putConversation } from '@/features/conversations/conversation-store'
import {
  findMessage,
  headOf,
  loadMessages,
  openConversationId,
  setOpenConversation,
} from '@/features/conversations/message-store'
import { noteModelUse } from '@/features/models/model-preferences'
import { parametersFor } from '@/features/models/model-store'
import { withSealedKey } from '@/features/provider-key/vault-store'
import { postConversation } from '@/shared/api/conversations'
import { postGeneration } from '@/shared/api/generations'
import { ProblemError, toProblemError } from '@/shared/api/problem-error'
import type { GenerationParameters, GenerationRequest, Problem, StartedGeneration } from '@/shared/api/schema'
import { onUserChange } from '@/shared/api/session-store'
import { BACK_OFF_STEPS, backOff } from '@/shared/back-off'
import { usePreferences } from '@/shared/preferences'
import { uuidv7 } from '@/shared/uuid'
import { finishMessage } from './apply-event'
import {
  type Attempt,
  isUnanswered,
  refreshKeyAfter,
  refuse,
  settleKept,
  showAttempt,
  takeRefused,
} from './attempts'
import { changeLive, findLive } from './live-generations'
import {
  acceptGeneration,
  catchUpAccepted,
  closeGeneration,
  joinOpen,
  joinRunning,
  openGeneration,
  settleGeneration,
} from './running-generations'

/** What to ask. */
export type Question =
  /** A new user message below `parentId` (null: the first one). To edit a message, give the edited one's parent. */
  | { type: 'message'; text: string; parentId: string | null }
  /** Another answer to a user message that is there already. */
  | { type: 'regenerate'; userMessageId: string }

export type StartRequest = {
  /** Null: in a new conversation. */
  conversationId: string | null
  question: Question
  model: string
  /** The user's parameters for the model, if not given. */
  parameters?: GenerationParameters | undefined
}

let session = new AbortController()

onUserChange(() => {
  session.abort()
  session = new AbortController()
})

/**
 * Asks. The messages are on the screen when this returns; what follows is told by `useGeneration`, the transcript and, if the
 * question is turned down, `useRefusal`.
 *
 * @returns the conversation's id, to navigate to
 */
export function startGeneration({
  conversationId,
  question,
  model,
  parameters = parametersFor(model),
}: StartRequest): string {
  noteModelUse(model)
  const id = conversationId ?? uuidv7()
  const isMessage = question.type === 'message'
  const about = { id: uuidv7(), assistantMessageId: uuidv7(), model, ...(parameters && { parameters }) }
  const request: GenerationRequest = isMessage
    ? { ...about, message: { id: uuidv7(), parentId: question.parentId, text: question.text } }
    : { ...about, parentId: question.userMessageId }
  void attemptGeneration({
    conversationId: id,
    createsConversation: conversationId === null,
    request,
    text: isMessage ? question.text : null,
    formerHead: headOf(id)?.id ?? null,
    accepted: false,
  })
  return id
}

/**
 * Sends a refused question again as it was, for example after unlocking the key, or to another model.
 *
 * @returns the conversation's id, to navigate to; null when there is nothing to retry
 */
export function retryRefused(conversationId: string | null, model?: string): string | null {
  const attempt = takeRefused(conversationId)
  if (!attempt) return null
  void attemptGeneration(model === undefined ? attempt : withModel(attempt, model))
  return attempt.conversationId
}

/** Reads a conversation, and joins the answer that is being written in it if there is one. */
export async function openConversation(conversationId: string): Promise<void> {
  setOpenConversation(conversationId)
  if (isUnanswered(conversationId)) return
  await loadMessages(conversationId)
  settleKept(conversationId)
  if (conversationId === openConversationId()) await joinOpen()
}

/** Another model makes another request, with ids of its own; the question stays the same. */
function withModel(attempt: Attempt, model: string): Attempt {
  const { parameters: _, ...request } = attempt.request
  const parameters = parametersFor(model)
  const about = { id: uuidv7(), assistantMessageId: uuidv7(), model, ...(parameters && { parameters }) }
  noteModelUse(model)
  return { ...attempt, request: { ...request, ...about } }
}

async function attemptGeneration(attempt: Attempt): Promise<void> {
  const { conversationId, request } = attempt
  if (findLive(conversationId)) return refuse(attempt, stillRunning())
  setOpenConversation(conversationId)
  openGeneration({ id: request.id, conversationId, messageId: request.assistantMessageId })
  const { signal } = session
  // With a key that is sealed already, the request leaves here: before the messages are rendered.
  const sending = send(attempt, signal)
  showAttempt(attempt)
  try {
    await sending
  } catch (error) {
    // Events of the answer may have come although the request has failed.
    if (signal.aborted || attempt.accepted) return
    const problem = toProblemError(error)
    if (problem.problem?.generationId) return failBeforeStream(attempt, problem.problem)
    closeGeneration(request.id)
    refuse(attempt, problem)
    // Another tab or device may have asked in this conversation meanwhile.
    await joinRunning().catch(() => {})
  }
}

/** Sends the request; again with the same ids while the server may have taken it or wants it later, until the back-off is used up. */
async function send(attempt: Attempt, signal: AbortSignal): Promise<void> {
  const { conversationId, request } = attempt
  for (let failures = 0; !attempt.accepted; failures++) {
    try {
      const generation = await withSealedKey((sealedKey) => post(attempt, sealedKey, signal))
      if (generation.conversation) putConversation(generation.conversation)
      acceptGeneration(conversationId, request.id)
      catchUpAccepted(generation)
      return
    } catch (error) {
      const problem = toProblemError(error)
      if (signal.aborted || !isWorthRepeating(problem) || failures >= BACK_OFF_STEPS) throw problem
      if (!attempt.accepted) changeLive(conversationId, { connection: 'reconnecting' })
      await backOff(failures, problem.retryAfter, signal)
    }
  }
}

async function post(attempt: Attempt, sealedKey: string, signal: AbortSignal): Promise<StartedGeneration> {
  const { conversationId, createsConversation, request } = attempt
  if (!createsConversation) return postGeneration(conversationId, request, sealedKey, signal)
  const { instructions } = usePreferences.getState()
  const conversation = { model: request.model, ...(instructions && { systemPrompt: instructions }) }
  try {
    return await postGeneration(conversationId, { ...request, conversation }, sealedKey, signal)
  } catch (error) {
    if (!isMemberUnknown(error)) throw error
    // A server of an earlier version, in a rolling update.
    await postConversation({ id: conversationId, ...conversation }, signal).catch(ignoreConflict)
    return postGeneration(conversationId, request, sealedKey, signal)
  }
}

/** The conversation was created by an attempt before this one, with another model. */
function ignoreConflict(error: unknown): void {
  if (toProblemError(error).code !== 'id_conflict') throw error
}

function isMemberUnknown(error: unknown): boolean {
  const violations = error instanceof ProblemError ? error.problem?.violations : undefined
  return violations?.some(({ field }) => field === 'conversation') ?? false
}

/**
 * Returns whether sending the request again may help. If no problem document of Uru has come, the server may have taken the request,
 * and only its response is lost. A server that is about to stop, or has lost its database, says when to try again.
 */
function isWorthRepeating(problem: ProblemError): boolean {
  return (
    problem.code === 'network_unreachable' ||
    (problem.code === 'unexpected_response' && problem.status >= 500) ||
    (problem.code === 'service_unavailable' && problem.retryAfter !== undefined)
  )
}

/** The provider refused so soon that the answer has no stream; it is shown like any other answer that failed. */
async function failBeforeStream({ conversationId, request }: Attempt, error: Problem): Promise<void> {
  const { id, assistantMessageId: messageId } = request
  acceptGeneration(conversationId, id)
  const answer = findMessage(conversationId, messageId)
  if (answer) finishMessage(conversationId, { ...answer, status: 'failed', error })
  refreshKeyAfter(error)
  await settleGeneration({ id, conversationId, messageId })
}

function stillRunning(): ProblemError {
  return new ProblemError({
    code: 'generation_running',
    status: 409,
    title: 'An answer is still being written here',
  })
}
