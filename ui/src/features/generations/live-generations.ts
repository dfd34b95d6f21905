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
  /** The server has said that it has ended; its last events are still to come. */
  ended: boolean
}

/** By conversation. */
export const useLiveGenerations = create<Readonly<Record<string, LiveGeneration>>>(() => ({}))

export function findLive(conversationId: string): LiveGeneration | undefined {
  return useLiveGenerations.getState()[conversationId]
}

/** Shows that an answer begins, or begins to come in. */
export function showLive(
  begun: Pick<LiveGeneration, 'id' | 'conversationId' | 'assistantMessageId' | 'phase'>,
): void {
  const { id, conversationId, assistantMessageId, phase } = begun
  openText(assistantMessageId)
  useLiveGenerations.setState({
    [conversationId]: {
      id,
      conversationId,
      assistantMessageId,
      phase,
      connection: 'open',
      stopping: false,
      ended: false,
    },
  })
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
