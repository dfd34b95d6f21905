import type { LucideIcon } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import type { ProblemError } from '@/shared/api/problem-error'
import type { Problem } from '@/shared/api/schema'

/** What the reader of a problem is told: what happened, why and what to do, and where at OpenAI to do it. */
export interface Advice {
  readonly title: string
  readonly text: string
  readonly link?: { readonly label: string; readonly href: string }
  /** How it looks: `danger`, unless it is no fault (`info`) or can be waited or paid for (`warn`). */
  readonly tone?: 'info' | 'warn'
  /** In place of the tone's own. */
  readonly icon?: LucideIcon
  /** What can be done right here. */
  readonly remedy?: 'key' | 'unlock' | 'model' | 'conversation'
  /** Doing the same again can help. */
  readonly retry: boolean
}

/** Null until it is loaded: no page begins with a problem. */
let words: typeof import('./problem-words').wordsFor | null = null
let loading: Promise<void> | null = null
const waiting = new Set<() => void>()

/** Loads the words for problems; without them the server's own are shown. A failed load is tried again. */
export function loadProblemWords(): Promise<void> {
  loading ??= import('./problem-words').then(
    ({ wordsFor }) => {
      words = wordsFor
      for (const listener of waiting) listener()
    },
    () => {
      loading = null
    },
  )
  return loading
}

/** Returns the words for a problem, and better ones as soon as they are loaded. */
export function useAdvice(problem: Problem | ProblemError): Advice {
  useSyncExternalStore(subscribe, () => words)
  return adviceFor(problem)
}

/** Returns the words for a problem. Where Uru has none of its own, the server's are shown. */
export function adviceFor(problem: Problem | ProblemError): Advice {
  const known = words?.(problem.code, membersOf(problem))
  if (known) return known
  const sent = [problem.detail, problem.action].filter(Boolean).join(' ')
  const text = sent === '' ? 'Try again in a moment.' : sent
  return { title: problem.title, text, retry: problem.code !== 'quota_exceeded' && problem.status !== 413 }
}

function subscribe(listener: () => void): () => void {
  waiting.add(listener)
  void loadProblemWords()
  return () => waiting.delete(listener)
}

/** What the server sent; of a problem of this side of the wire there is nothing. */
function membersOf(problem: Problem | ProblemError): Partial<Problem> {
  return 'problem' in problem ? (problem.problem ?? {}) : (problem as Problem)
}
