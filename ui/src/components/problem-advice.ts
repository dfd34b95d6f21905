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

/** By code: problems of Uru itself, which may come before anything more can be loaded. */
const ADVICE: Readonly<Record<string, Advice>> = {
  provider_key_missing: {
    title: 'Add your OpenAI key first',
    text: 'Uru has no key of its own: every answer is asked for with yours.',
    remedy: 'key',
    retry: false,
  },
  generation_running: {
    title: 'An answer is still being written here',
    text: 'Wait until it is finished, or stop it.',
    retry: true,
  },
  too_many_streams: {
    title: 'Too many answers at the same time',
    text: 'Wait until one of your other answers is finished, stop one, or close a tab that you do not need.',
    retry: true,
  },
  rate_limited: {
    title: 'Too many requests',
    text: 'Uru limits how often each person may ask. Wait a moment, then try again.',
    retry: true,
  },
  forbidden: {
    title: 'Your account may read, but not write',
    text: 'Ask an administrator if you need to.',
    retry: false,
  },
  version_conflict: {
    title: 'Somebody else has changed this meanwhile',
    text: 'Look at the change, then do yours again.',
    retry: false,
  },
  not_found: {
    title: 'There is nothing here',
    text: 'It does not exist, was deleted, or belongs to another person.',
    retry: false,
  },
  service_unavailable: {
    title: 'Uru is restarting',
    text: 'Or its database does not answer. Your text is saved in this browser; try again shortly.',
    retry: true,
  },
  session_expired: {
    title: 'Your session has ended',
    text: 'Sign in again to go on. What you have typed is still there.',
    retry: false,
  },
  vault_locked: {
    title: 'Your key is locked',
    text: 'Enter your passphrase to go on.',
    remedy: 'unlock',
    retry: true,
  },
  vault_empty: {
    title: 'Add your OpenAI key first',
    text: 'Uru has no key of its own: every answer is asked for with yours.',
    remedy: 'key',
    retry: false,
  },
  vault_damaged: {
    title: 'The key kept in this browser cannot be used',
    text: 'It was changed, or stored for another person. Add it anew.',
    remedy: 'key',
    retry: false,
  },
}

/** Null until it is loaded: no page begins with a problem of the provider. */
let ofProvider: typeof import('./provider-advice').providerAdvice | null = null
let loading: Promise<void> | null = null
const waiting = new Set<() => void>()

/** Loads the words for problems of the provider; without them the server's own are shown. A failed load is tried again. */
export function loadProviderAdvice(): Promise<void> {
  loading ??= import('./provider-advice').then(
    ({ providerAdvice }) => {
      ofProvider = providerAdvice
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
  useSyncExternalStore(subscribe, () => ofProvider)
  return adviceFor(problem)
}

/** Returns the words for a problem. Where Uru has none of its own, the server's are shown. */
export function adviceFor(problem: Problem | ProblemError): Advice {
  const known = ADVICE[problem.code] ?? ofProvider?.(problem.code, membersOf(problem))
  if (known) return known
  const words = [problem.detail, problem.action].filter(Boolean).join(' ')
  const text = words === '' ? 'Try again in a moment.' : words
  return { title: problem.title, text, retry: problem.code !== 'quota_exceeded' && problem.status !== 413 }
}

function subscribe(listener: () => void): () => void {
  waiting.add(listener)
  void loadProviderAdvice()
  return () => waiting.delete(listener)
}

/** What the server sent; of a problem of this side of the wire there is nothing. */
function membersOf(problem: Problem | ProblemError): Partial<Problem> {
  return 'problem' in problem ? (problem.problem ?? {}) : (problem as Problem)
}
