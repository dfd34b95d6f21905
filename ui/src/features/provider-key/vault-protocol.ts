import type { ProblemError } from '@/shared/api/problem-error'
import type { CheckedFacts, NewKey, VaultStatus } from './vault'

export type VaultOperation =
  | { name: 'status' | 'lock' | 'remove' | 'undo' }
  | { name: 'store'; newKey: NewKey }
  | { name: 'record'; facts: CheckedFacts }
  | { name: 'unlock'; passphrase: string }
  | { name: 'seal'; fresh: boolean }

/** From the window to the worker. Every call names the user it is made for; a worker serves one user. */
export type VaultCall = { call: number; userId: string; operation: VaultOperation }

/** What of a problem crosses between the realms. */
export type PlainProblem = Pick<
  ProblemError,
  'code' | 'status' | 'title' | 'detail' | 'action' | 'retryAfter'
>

/** From the worker to the window. */
export type VaultReply =
  | { type: 'done'; call: number; value: VaultStatus | string }
  | { type: 'failed'; call: number; problem: PlainProblem }
  | { type: 'status'; status: VaultStatus }
