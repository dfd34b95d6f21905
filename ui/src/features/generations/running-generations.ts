import { findMessage, headOf, loadMessages, openConversationId } from '@/features/conversations/message-store'
import { getGenerationEvents, getRunningGenerations } from '@/shared/api/generations'
import { ProblemError } from '@/shared/api/problem-error'
import type { EnvelopedEvent, Generation, RunningGeneration } from '@/shared/api/schema'
import { currentUserId, onUserChange } from '@/shared/api/session-store'
import { isFinal, readGenerationEvent } from '@/shared/events/generation-event'
import type { ConnectionState } from '@/shared/events/user-events'
import { applyEvent } from './apply-event'
import {
  type Attempt,
  endAttempt,
  findAttempt,
  hideAttempt,
  questionIdOf,
  refreshKeyAfter,
  refuse,
  withdrawRefusals,
} from './attempts'
import { EventSequence } from './event-sequence'
import { allLive, changeLive, findLive, removeAllLive, removeLive, showLive } from './live-generations'
import { sendStop } from './stop'

type GenerationIds = Pick<Generation, 'id' | 'conversationId' | 'messageId'>

/** By generation: of every live one. */
const sequences = new Map<string, EventSequence>()
/** Generations that were not running when a stream began, because the server had not taken them yet or they had ended already. */
const unlisted = new Set<string>()
/** Generations of which the shared stream has brought an event. */
const heard = new Set<string>()
/** An accepted generation has an event at once; without one for this time, the connection may be dead without an error. */
const FIRST_EVENT_MS = 3_000
let connection: ConnectionState = 'open'

onUserChange(() => {
  connection = 'open'
  for (const id of [...sequences.keys()]) closeGeneration(id)
  removeAllLive()
})

/** Shows the state of the connection that brings the events. While there is none, the events are read as pages. */
export function setConnection(state: ConnectionState): void {
  connection = state
  for (const { id, conversationId, phase } of allLive()) {
    if (phase !== 'running') continue
    changeLive(conversationId, { connection })
    if (state === 'reconnecting') sequences.get(id)?.catchUp('now')
  }
  if (state === 'reconnecting') void joinOpen()
}

/** Joins the answer in the open conversation of which no shared stream has told; or learns that it has ended. */
export async function joinOpen(): Promise<void> {
  const open = openConversationId()
  if (open === null || headOf(open)?.status !== 'streaming' || findLive(open)) return
  if (connection === 'reconnecting') await joinRunning().catch(() => {})
  else await loadMessages(open)
}

/** Joins all that runs, and reads how the other live answers have ended. */
export function takeSnapshot(running: readonly RunningGeneration[]): void {
  const ids = new Set(running.map(({ generation }) => generation.id))
  for (const { id, phase } of allLive()) {
    if (ids.has(id)) continue
    if (phase === 'running') sequences.get(id)?.catchUp('end')
    else unlisted.add(id)
  }
  for (const { generation, position } of running) joinGeneration(generation)?.catchUp(position)
  void joinOpen()
}

export function takeEvent(event: EnvelopedEvent): void {
  heard.add(event.generationId)
  sequences.get(event.generationId)?.push(event)
}

/** Joins the answers that are being written for this user, whatever the shared stream has told. */
export async function joinRunning(): Promise<void> {
  const userId = currentUserId()
  const running = await getRunningGenerations()
  if (userId !== currentUserId()) return
  for (const generation of running) joinGeneration(generation)?.catchUp('now')
}

/** Shows an answer that is being written; returns its events unless this page cannot show it. */
export function joinGeneration(generation: GenerationIds): EventSequence | undefined {
  const { id, conversationId, messageId } = generation
  withdrawRefusals(({ request }) => request.id === id)
  const live = findLive(conversationId)
  if (live?.id === id) {
    acceptGeneration(conversationId, id)
    return openGeneration(generation)
  }
  // What this tab is sending will be refused; then it joins what runs.
  if (live?.phase === 'sending') return undefined
  const known = findMessage(conversationId, messageId)
  if (known && known.status !== 'streaming') return undefined
  if (live) void settleGeneration({ id: live.id, conversationId, messageId: live.assistantMessageId })
  showLive({ id, conversationId, assistantMessageId: messageId, phase: 'running', connection })
  return openGeneration(generation)
}

/** Is ready for the events of a generation. */
export function openGeneration(generation: GenerationIds): EventSequence {
  const { id } = generation
  const known = sequences.get(id)
  if (known) return known
  const sequence = new EventSequence((after, until) => getGenerationEvents(id, after, until), {
    event: (event, data) => apply(generation, event, data),
    failed: (problem) => void settleUnreadable(generation, problem),
  })
  sequences.set(id, sequence)
  return sequence
}

export function closeGeneration(id: string): void {
  sequences.get(id)?.close()
  sequences.delete(id)
  unlisted.delete(id)
  heard.delete(id)
}

/** The server has taken what this tab has sent: from here on the answer lives without this browser. */
export function acceptGeneration(conversationId: string, id: string): void {
  const live = findLive(conversationId)
  if (live?.id !== id || live.phase !== 'sending') return
  const attempt = findAttempt(live.id)
  if (attempt) attempt.accepted = true
  changeLive(conversationId, { phase: 'running', connection })
  if (live.stopping) void sendStop(live)
}

/** Reads the events of an accepted generation that the shared stream may not bring. */
export function catchUpAccepted({ id, status }: Generation): void {
  if (status !== 'streaming' || unlisted.has(id)) sequences.get(id)?.catchUp('end')
  else {
    if (connection === 'reconnecting') sequences.get(id)?.catchUp('now')
    setTimeout(() => readUntilHeard(id), FIRST_EVENT_MS)
  }
}

function readUntilHeard(id: string): void {
  const sequence = sequences.get(id)
  if (!sequence || heard.has(id)) return
  sequence.catchUp('now')
  setTimeout(() => readUntilHeard(id), FIRST_EVENT_MS)
}

/** Takes an answer out of the live ones without its final event: the messages of the conversation tell how it ended. */
export async function settleGeneration(generation: GenerationIds): Promise<void> {
  endGeneration(generation)
  await loadMessages(generation.conversationId)
}

/** Forgets what is being written in a conversation. */
export function dropGeneration(conversationId: string): void {
  const live = findLive(conversationId)
  if (!live) return
  // The conversation was created before it was deleted, so a retry of the question must not create it again.
  const attempt = findAttempt(live.id)
  if (attempt?.createsConversation) attempt.accepted = true
  endGeneration({ id: live.id, conversationId, messageId: live.assistantMessageId })
}

function apply(generation: GenerationIds, name: string, data: unknown): void {
  const { id, conversationId, messageId } = generation
  const event = readGenerationEvent(name, data)
  if (event) applyEvent(event, conversationId, messageId)
  if (!isFinal(name)) return
  if (findAttempt(id)) refreshKeyAfter(findMessage(conversationId, messageId)?.error ?? null)
  endGeneration(generation)
}

function endGeneration({ id, conversationId }: GenerationIds): void {
  closeGeneration(id)
  endAttempt(id)
  if (findLive(conversationId)?.id === id) removeLive(conversationId)
}

async function settleUnreadable(generation: GenerationIds, problem: ProblemError): Promise<void> {
  const attempt = findAttempt(generation.id)
  if (attempt && problem.status === 404) await settleVanished(attempt)
  else await settleGeneration(generation)
}

/** The server said yes and then knew nothing of it: what it has now decides whether the question must be asked again. */
async function settleVanished(attempt: Attempt): Promise<void> {
  closeGeneration(attempt.request.id)
  hideAttempt(attempt)
  await loadMessages(attempt.conversationId)
  if (!findMessage(attempt.conversationId, questionIdOf(attempt))) {
    refuse(attempt, ProblemError.networkUnreachable())
  }
}
