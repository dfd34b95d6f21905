import { create } from 'zustand'
import { without } from '@/shared/record'
import { closeText, openText } from './streaming-text'

/** An answer on its way into this page. Its text is at `useStreamingText(assistantMessageId)`. */
export type LiveGeneration = {
  id: string
  conversationId: string
  assistantMessageId: string
  /** `sending` until the server has taken the request; only then does the answer live without this browser. */
  phase: 'sending' | 'running'
  connection: 'open' | 'reconnecting'
  /** Stop was asked for and not yet answered. */
  stopping: boolean
}

/** Stands for the conversation that does not exist yet. */
export const NEW = 'new'

/** By conversation. */
const useLiveGenerations = create<Readonly<Record<string, LiveGeneration>>>(() => ({}))

/** The answer that is being written in a conversation, or null. */
export function useGeneration(conversationId: string | null): LiveGeneration | null {
  return useLiveGenerations((live) => live[conversationId ?? NEW] ?? null)
}

export function findLive(conversationId: string): LiveGeneration | undefined {
  return useLiveGenerations.getState()[conversationId]
}

export function allLive(): LiveGeneration[] {
  return Object.values(useLiveGenerations.getState())
}

/** Shows that an answer begins, or begins to come in. */
export function showLive(begun: Omit<LiveGeneration, 'stopping'>): void {
  openText(begun.assistantMessageId)
  useLiveGenerations.setState({ [begun.conversationId]: { ...begun, stopping: false } })
}

export function changeLive(conversationId: string, change: Partial<LiveGeneration>): void {
  const known = findLive(conversationId)
  if (known) useLiveGenerations.setState({ [conversationId]: { ...known, ...change } })
}

export function removeLive(conversationId: string): void {
  const known = findLive(conversationId)
  if (known) closeText(known.assistantMessageId)
  useLiveGenerations.setState((live) => without(live, conversationId), true)
}

export function removeAllLive(): void {
  for (const conversationId of Object.keys(useLiveGenerations.getState())) removeLive(conversationId)
}
