import { create } from 'zustand'
import {
  draftOf,
  keepForLater,
  returnToDraft,
  setDraft,
  takeFromDraft,
} from '@/features/conversations/draft-store'
import {
  beginTranscript,
  dropMessages,
  isMissing,
  lastQuestionOf,
  putMessages,
} from '@/features/conversations/message-store'
import { refreshCatalogue } from '@/features/provider-key/vault-store'
import type { ProblemError } from '@/shared/api/problem-error'
import type { GenerationRequest, Problem } from '@/shared/api/schema'
import { currentUserId, onUserChange } from '@/shared/api/session-store'
import { navigate } from '@/shared/navigation'
import { without } from '@/shared/record'
import { NEW, removeLive, showLive } from './live-generations'
import { emptyAnswer, userMessage } from './optimistic-messages'

/** All that one attempt needs, kept so that a retry is the same request with the same ids. */
export type Attempt = {
  conversationId: string
  /** Whether the request creates the conversation; until it is accepted, the text belongs to the page of the new one. */
  createsConversation: boolean
  request: GenerationRequest
  /** Null where an answer was to be regenerated. */
  text: string | null
  /** What the transcript ended in before. */
  formerHead: string | null
  /** Whether the server has taken the request; until then this is the only place where the text is. */
  accepted: boolean
}

/** A question that the server, the vault or the network turned down. Its text is back in the draft. */
export type Refusal = { problem: ProblemError; text: string | null }

/** The attempts whose answer has not ended, by conversation. */
const attempts = new Map<string, Attempt>()

/** Refused attempts by the key of the draft that has their text again. */
const useRefusals = create<Readonly<Record<string, { attempt: Attempt; refusal: Refusal }>>>(() => ({}))

onUserChange((previous, session) => {
  if (session.status === 'anonymous' && session.expired) keepUnanswered(previous.id)
  attempts.clear()
  useRefusals.setState({}, true)
})

// A page that goes away cannot learn whether the server took the text: it is better there twice than nowhere.
window.addEventListener('pagehide', () => {
  const userId = currentUserId()
  if (userId !== null) keepUnanswered(userId)
})

function keepUnanswered(userId: string): void {
  for (const attempt of attempts.values()) {
    if (!attempt.accepted && attempt.text !== null) keepForLater(userId, attempt.conversationId, attempt.text)
  }
}

/**
 * Settles the text that a page kept when it went away: a question that the server has taken leaves the draft, and that of a
 * conversation which was not created goes to the page of the new one, with the reader.
 */
export function settleKept(conversationId: string): void {
  const kept = draftOf(conversationId)
  if (kept === '') return
  const asked = lastQuestionOf(conversationId)
  if (asked !== undefined && `${kept}\n\n`.startsWith(`${asked}\n\n`)) takeFromDraft(conversationId, asked)
  else if (isMissing(conversationId)) {
    setDraft(conversationId, '')
    returnToDraft(null, kept)
    if (window.location.pathname === `/c/${conversationId}`) navigate('/', { replace: true })
  }
}

/** Why the last question in a conversation (null: in the new one) was turned down, or null. */
export function useRefusal(conversationId: string | null): Refusal | null {
  return useRefusals((refused) => refused[conversationId ?? NEW]?.refusal ?? null)
}

/** Puts the refusal out of sight; the text stays in the draft. */
export function dismissRefusal(conversationId: string | null): void {
  useRefusals.setState((refused) => without(refused, conversationId ?? NEW), true)
}

/** Takes the text of a refused question out of the draft again; returns the attempt, or undefined if nothing was refused. */
export function takeRefused(conversationId: string | null): Attempt | undefined {
  const attempt = useRefusals.getState()[conversationId ?? NEW]?.attempt
  if (attempt && attempt.text !== null) takeFromDraft(conversationId, attempt.text)
  return attempt
}

/**
 * Withdraws the refusals of questions that the server has all the same: only its answers to the requests were lost. Their text is
 * taken out of the draft, so that it is not asked again.
 *
 * @param isSaved returns whether the server is known to have the question of an attempt
 */
export function withdrawRefusals(isSaved: (attempt: Attempt) => boolean): void {
  for (const { attempt } of Object.values(useRefusals.getState())) {
    if (isSaved(attempt)) withdrawRefusal(attempt)
  }
}

function withdrawRefusal(attempt: Attempt): void {
  const key = draftKey(attempt)
  takeRefused(key)
  dismissRefusal(key)
  const isRead = key === null && window.location.pathname === '/' && draftOf(null) === ''
  if (isRead) navigate(`/c/${attempt.conversationId}`, { replace: true })
}

/** Returns the attempt of this tab whose answer is being written, or was asked for. */
export function findAttempt(generationId: string): Attempt | undefined {
  return [...attempts.values()].find(({ request }) => request.id === generationId)
}

export function isUnanswered(conversationId: string): boolean {
  return attempts.get(conversationId)?.accepted === false
}

/** Forgets the attempt that asked for this generation, if this tab has made one: the server has its text and its outcome. */
export function endAttempt(generationId: string): void {
  const attempt = findAttempt(generationId)
  if (attempt) attempts.delete(attempt.conversationId)
}

/** Puts question and answer on the screen. */
export function showAttempt(attempt: Attempt): void {
  const { conversationId, request } = attempt
  attempts.set(conversationId, attempt)
  if (attempt.createsConversation) beginTranscript(conversationId)
  const question = 'message' in request ? [userMessage(request.message)] : []
  putMessages(
    conversationId,
    [...question, emptyAnswer(request, questionIdOf(attempt))],
    request.assistantMessageId,
  )
  dismissRefusal(conversationId)
  dismissRefusal(draftKey(attempt))
  showLive({ ...request, conversationId, phase: 'sending', connection: 'open' })
}

/** Takes question and answer from the screen. */
export function hideAttempt({ conversationId, request, formerHead }: Attempt): void {
  attempts.delete(conversationId)
  removeLive(conversationId)
  const question = 'message' in request ? [request.message.id] : []
  dropMessages(conversationId, [...question, request.assistantMessageId], formerHead)
}

/** Gives the text back to the draft and tells the problem. */
export function refuse(attempt: Attempt, problem: ProblemError): void {
  const { conversationId, text } = attempt
  const key = draftKey(attempt)
  if (attempts.get(conversationId) === attempt) hideAttempt(attempt)
  attempt.accepted = false
  refreshKeyAfter(problem)
  if (text !== null) returnToDraft(key, text)
  useRefusals.setState({ [key ?? NEW]: { attempt, refusal: { problem, text } } })
  if (key === null && window.location.pathname === `/c/${conversationId}`) navigate('/', { replace: true })
}

/** Has the key checked again after a problem that contradicts its last check: its models or its region have changed since. */
export function refreshKeyAfter(problem: Problem | ProblemError | null): void {
  if (problem?.code === 'model_not_available' || problem?.code === 'provider_region') void refreshCatalogue()
}

/** The id of the user message that is to be answered. */
export function questionIdOf({ request }: Attempt): string {
  return 'message' in request ? request.message.id : request.parentId
}

/** Where the text of an attempt belongs while it is not sent: null is the page of the new conversation. */
function draftKey({ conversationId, createsConversation }: Attempt): string | null {
  return createsConversation ? null : conversationId
}
