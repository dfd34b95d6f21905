import { create } from 'zustand'
import {
  ensureConversation,
  findConversation,
  loadConversations,
  putConversation,
} from '@/features/conversations/conversation-store'
import { keepForLater, returnToDraft, takeFromDraft } from '@/features/conversations/draft-store'
import {
  beginTranscript,
  dropMessages,
  findMessage,
  headOf,
  loadMessages,
  putMessages,
} from '@/features/conversations/message-store'
import { noteModelUse } from '@/features/models/model-preferences'
import { parametersFor } from '@/features/models/model-store'
import { refreshCatalogue, withSealedKey } from '@/features/provider-key/vault-store'
import {
  getGenerationEvents,
  getRunningGenerations,
  postGeneration,
  postStop,
} from '@/shared/api/generations'
import { ProblemError, toProblemError } from '@/shared/api/problem-error'
import type {
  Conversation,
  Generation,
  GenerationEvent,
  GenerationParameters,
  GenerationRequest,
  Message,
  Problem,
} from '@/shared/api/schema'
import { currentUserId, onUserChange } from '@/shared/api/session-store'
import { navigate } from '@/shared/navigation'
import { without } from '@/shared/record'
import { uuidv7 } from '@/shared/uuid'
import {
  followGeneration,
  type GenerationGate,
  type GenerationObserver,
  type GenerationSource,
} from './generation-stream'
import {
  changeLive,
  findLive,
  type LiveGeneration,
  removeAllLive,
  removeLive,
  showLive,
  useLiveGenerations,
} from './live-generations'
import { emptyAnswer, userMessage } from './optimistic-messages'
import { withReceivedReasoning } from './reasoning'
import { appendReasoning, appendText, shownLength } from './streaming-text'
import { isWatched, useWatched, watchConversation } from './watched'

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

/** A question that the server, the vault or the network turned down. Its text is back in the draft. */
export type Refusal = {
  problem: ProblemError
  /** Null where an answer was to be regenerated. */
  text: string | null
}

/** All that one attempt needs, kept so that a retry is the same request with the same ids. */
type Attempt = {
  conversationId: string
  /** Whether the server has the conversation; until then the text belongs to the page of the new one. */
  created: boolean
  request: GenerationRequest
  text: string | null
  /** What the transcript ended in before. */
  formerHead: string | null
}

/** Stands for the conversation that does not exist yet. */
const NEW = 'new'

/** By the conversation that has the text back. */
const useRefusals = create<Readonly<Record<string, { attempt: Attempt; refusal: Refusal }>>>(() => ({}))

/** How often the server is asked about answers that are not watched. */
const POLL_INTERVAL_MS = 3_000

/** Attempts that the server has not answered yet: the only place where their text is. */
const unanswered = new Map<string, Attempt>()
let following = new AbortController()

onUserChange((previous, session) => {
  following.abort()
  following = new AbortController()
  if (session.status === 'anonymous' && session.expired) keepUnanswered(previous.id)
  unanswered.clear()
  removeAllLive()
  useRefusals.setState({}, true)
})

// A page that goes away cannot hear whether the server took the text: it is better there twice than nowhere.
window.addEventListener('pagehide', () => {
  const userId = currentUserId()
  if (userId !== null) keepUnanswered(userId)
})

function keepUnanswered(userId: string): void {
  for (const attempt of unanswered.values()) {
    if (attempt.text !== null) keepForLater(userId, draftHome(attempt), attempt.text)
  }
}

/** The answer that is being written in a conversation, or null. */
export function useGeneration(conversationId: string | null): LiveGeneration | null {
  return useLiveGenerations((live) => live[conversationId ?? NEW] ?? null)
}

/** Why the last question in a conversation (null: in the new one) was turned down, or null. */
export function useRefusal(conversationId: string | null): Refusal | null {
  return useRefusals((refused) => refused[conversationId ?? NEW]?.refusal ?? null)
}

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
    created: conversationId !== null,
    request,
    text: isMessage ? question.text : null,
    formerHead: headOf(id)?.id ?? null,
  })
  return id
}

/**
 * Sends a refused question again as it was, for example after unlocking the key, or to another model.
 *
 * @returns the conversation's id, to navigate to; null when there is nothing to retry
 */
export function retryRefused(conversationId: string | null, model?: string): string | null {
  const attempt = useRefusals.getState()[conversationId ?? NEW]?.attempt
  if (!attempt) return null
  if (attempt.text !== null) takeFromDraft(conversationId, attempt.text)
  void attemptGeneration(model === undefined ? attempt : withModel(attempt, model))
  return attempt.conversationId
}

/** Puts the refusal out of sight; the text stays in the draft. */
export function dismissRefusal(conversationId: string | null): void {
  useRefusals.setState((refused) => without(refused, conversationId ?? NEW), true)
}

/** Ends the answer in a conversation; the transcript shows it as stopped when the server says so. */
export function stopGeneration(conversationId: string): void {
  const live = findLive(conversationId)
  if (!live || live.stopping) return
  changeLive(conversationId, { stopping: true })
  if (live.phase === 'running') void sendStop(live)
}

/**
 * Joins the answers that are being written for this person: started here before a reload, in another tab or elsewhere. Answers that
 * are not watched and have ended get their last events.
 */
export async function resumeRunning(): Promise<void> {
  const userId = currentUserId()
  const unwatched = Object.values(useLiveGenerations.getState()).filter(isUnwatched)
  const running = await getRunningGenerations()
  if (userId !== currentUserId()) return
  for (const generation of running) {
    if (!findLive(generation.conversationId)) void joinGeneration(generation)
  }
  const runningIds = new Set(running.map(({ id }) => id))
  for (const { id, conversationId } of unwatched) {
    if (!runningIds.has(id) && findLive(conversationId)?.id === id)
      changeLive(conversationId, { ended: true })
  }
}

/** Shows what other tabs and devices have done while this page was not looked at. */
export async function catchUp(): Promise<void> {
  const { conversationId } = useWatched.getState()
  await Promise.allSettled([
    loadConversations(),
    conversationId === null ? undefined : openConversation(conversationId),
    resumeRunning(),
  ])
}

/** Has no connection that would tell when it ends. */
function isUnwatched({ conversationId, phase, ended }: LiveGeneration): boolean {
  return phase === 'running' && !ended && !isWatched(conversationId)
}

setInterval(() => {
  if (useWatched.getState().pageVisible && Object.values(useLiveGenerations.getState()).some(isUnwatched)) {
    resumeRunning().catch(() => {})
  }
}, POLL_INTERVAL_MS)

/** Reads a conversation, and joins the answer that is being written in it if there is one. */
export async function openConversation(conversationId: string): Promise<void> {
  watchConversation(conversationId)
  if (unanswered.has(conversationId)) return
  await loadMessages(conversationId)
  const head = headOf(conversationId)
  if (head?.status === 'streaming' && !findLive(conversationId)) await resumeRunning()
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
  watchConversation(conversationId)
  showAttempt(attempt)
  const { signal } = following
  const start = () =>
    // Sealing comes first: a locked vault must not leave an empty conversation behind.
    withSealedKey(async (sealedKey) => {
      if (!attempt.created) await ensureConversation({ id: conversationId, model: request.model })
      attempt.created = true
      return postGeneration(conversationId, request, sealedKey, signal)
    })
  try {
    const end = await follow(conversationId, request, start, signal)
    if (end === 'vanished') await settleVanished(attempt)
  } catch (error) {
    if (signal.aborted) return
    const problem = toProblemError(error)
    if (!unanswered.has(conversationId)) await settleFromServer(conversationId)
    else if (problem.problem?.generationId) await failAtOnce(attempt, problem.problem)
    else refuse(attempt, problem)
  }
}

async function joinGeneration({ id, conversationId, messageId }: Generation): Promise<void> {
  const { signal } = following
  showLive({ id, conversationId, assistantMessageId: messageId, phase: 'running' })
  try {
    const end = await follow(conversationId, { id, assistantMessageId: messageId }, null, signal)
    if (end === 'vanished') await settleFromServer(conversationId)
  } catch {
    if (!signal.aborted) await settleFromServer(conversationId)
  }
}

function follow(
  conversationId: string,
  { id, assistantMessageId }: Pick<GenerationRequest, 'id' | 'assistantMessageId'>,
  start: GenerationSource['start'],
  signal: AbortSignal,
): Promise<'finished' | 'vanished'> {
  const source: GenerationSource = {
    start,
    resume: (lastEventId, whileWanted) => getGenerationEvents(id, lastEventId, whileWanted),
  }
  const observer: GenerationObserver = {
    accepted: () => accept(conversationId),
    connection: (connection) => changeLive(conversationId, { connection }),
    event: (event) => apply(event, conversationId, assistantMessageId),
  }
  return followGeneration(source, observer, gateOf(conversationId), signal)
}

function gateOf(conversationId: string): GenerationGate {
  return {
    isOpen: () => isWatched(conversationId) || (findLive(conversationId)?.ended ?? false),
    subscribe: (listener) => {
      const unsubscribers = [useWatched.subscribe(listener), useLiveGenerations.subscribe(listener)]
      return () => {
        for (const unsubscribe of unsubscribers) unsubscribe()
      }
    },
  }
}

function apply(event: GenerationEvent, conversationId: string, assistantMessageId: string): void {
  switch (event.event) {
    case 'started':
      putMessages(conversationId, [
        event.data.userMessage,
        withKnownText(conversationId, event.data.assistantMessage),
      ])
      changeListed(conversationId, { updatedAt: event.data.assistantMessage.createdAt })
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
    case 'failed':
      finish(conversationId, { ...event.data.message, error: event.data.problem ?? event.data.message.error })
      break
    default:
      finish(conversationId, event.data.message)
  }
}

/** The event tells of the beginning; a page that joins later has loaded more, and must not show less. */
function withKnownText(conversationId: string, message: Message): Message {
  const { text = message.text, parts = message.parts } = findMessage(conversationId, message.id) ?? {}
  return { ...message, text, ...(parts && { parts }) }
}

function showAttempt(attempt: Attempt): void {
  const { conversationId, request } = attempt
  unanswered.set(conversationId, attempt)
  if (!attempt.created) beginTranscript(conversationId)
  const question = 'message' in request ? [userMessage(request.message)] : []
  const questionId = 'message' in request ? request.message.id : request.parentId
  putMessages(conversationId, [...question, emptyAnswer(request, questionId)], request.assistantMessageId)
  dismissRefusal(conversationId)
  dismissRefusal(draftHome(attempt))
  showLive({ ...request, conversationId, phase: 'sending' })
}

function refuse(attempt: Attempt, problem: ProblemError): void {
  const { conversationId, text } = attempt
  const home = draftHome(attempt)
  if (unanswered.get(conversationId) === attempt) hideAttempt(attempt)
  refreshKeyAfter(problem)
  if (text !== null) returnToDraft(home, text)
  useRefusals.setState({ [home ?? NEW]: { attempt, refusal: { problem, text } } })
  if (home === null && window.location.pathname === `/c/${conversationId}`) navigate('/', { replace: true })
}

function hideAttempt({ conversationId, request, formerHead }: Attempt): void {
  unanswered.delete(conversationId)
  removeLive(conversationId)
  const question = 'message' in request ? [request.message.id] : []
  dropMessages(conversationId, [...question, request.assistantMessageId], formerHead)
}

function accept(conversationId: string): void {
  unanswered.delete(conversationId)
  changeLive(conversationId, { phase: 'running' })
  const live = findLive(conversationId)
  if (live?.stopping) void sendStop(live)
}

function finish(conversationId: string, message: Message): void {
  putMessages(conversationId, [withReceivedReasoning(message)])
  refreshKeyAfter(message.error)
  removeLive(conversationId)
}

/** The provider refused so soon that the answer is no stream; it is told like any other answer that failed. */
async function failAtOnce({ conversationId, request }: Attempt, error: Problem): Promise<void> {
  accept(conversationId)
  const answer = findMessage(conversationId, request.assistantMessageId)
  if (answer) finish(conversationId, { ...answer, status: 'failed', error })
  await settleFromServer(conversationId)
}

/** A refusal that contradicts the last check of the key: its models or its region have changed since. */
function refreshKeyAfter(problem: Problem | ProblemError | null): void {
  if (problem?.code === 'model_not_available' || problem?.code === 'provider_region') void refreshCatalogue()
}

/** The server said yes and then knew nothing of it: what it has now decides whether the question must be asked again. */
async function settleVanished(attempt: Attempt): Promise<void> {
  const { conversationId, request } = attempt
  hideAttempt(attempt)
  await loadMessages(conversationId)
  const messageId = 'message' in request ? request.message.id : request.parentId
  if (!findMessage(conversationId, messageId)) refuse(attempt, ProblemError.networkUnreachable())
}

async function settleFromServer(conversationId: string): Promise<void> {
  removeLive(conversationId)
  await loadMessages(conversationId)
}

async function sendStop({ id, conversationId, assistantMessageId }: LiveGeneration): Promise<void> {
  try {
    const loaded = findMessage(conversationId, assistantMessageId)?.text.length ?? 0
    await postStop(id, Math.max(loaded, shownLength(assistantMessageId)))
  } catch {
    // The answer goes on, so the button must be there again.
    changeLive(conversationId, { stopping: false })
  }
}

/** Where the text of an attempt belongs while it is not sent: null is the page of the new conversation. */
function draftHome({ conversationId, created }: Attempt): string | null {
  return created ? conversationId : null
}

function changeListed(conversationId: string, change: Partial<Conversation>): void {
  const conversation = findConversation(conversationId)
  if (conversation) putConversation({ ...conversation, ...change })
}

function stillRunning(): ProblemError {
  return new ProblemError({
    code: 'generation_running',
    status: 409,
    title: 'An answer is still being written here',
    action: 'Wait for it to end, or stop it.',
  })
}
