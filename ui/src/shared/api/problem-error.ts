import type { Problem, ProblemCode } from './schema'

/** What can go wrong on this side of the wire, in the same form as what the server reports. */
export type ClientProblemCode =
  | 'network_unreachable'
  | 'unexpected_response'
  | 'gateway_page'
  | 'insecure_context'
  | 'vault_empty'
  | 'vault_locked'
  | 'vault_wrong_passphrase'
  | 'vault_damaged'
  | 'vault_malformed_key'
  | 'vault_admin_key'
  | 'vault_weak_passphrase'
  | 'vault_storage_unavailable'

/**
 * The one error type of the UI: every failed request, every refused generation and every failed vault operation is one.
 *
 * `status` is the HTTP status, 0 where no answer came; `retryAfter` is in seconds.
 */
export class ProblemError extends Error {
  readonly code: ProblemCode | ClientProblemCode
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly action: string | undefined
  readonly errorId: string | undefined
  readonly retryAfter: number | undefined
  readonly problem: Problem | undefined

  constructor(
    description: {
      code: ProblemCode | ClientProblemCode
      status: number
      title: string
      detail?: string | undefined
      action?: string | undefined
      errorId?: string | undefined
      retryAfter?: number | undefined
      problem?: Problem
    },
    options?: ErrorOptions,
  ) {
    super(`${description.code}: ${description.title}`, options)
    this.name = 'ProblemError'
    this.code = description.code
    this.status = description.status
    this.title = description.title
    this.detail = description.detail ?? ''
    this.action = description.action
    this.errorId = description.errorId
    this.retryAfter = description.retryAfter
    this.problem = description.problem
  }

  static of(problem: Problem, retryAfter = problem.retryAfter): ProblemError {
    return new ProblemError({ ...problem, retryAfter, problem })
  }

  static networkUnreachable(cause?: unknown): ProblemError {
    return new ProblemError(
      {
        code: 'network_unreachable',
        status: 0,
        title: 'No connection to Uru',
        detail: 'The server did not answer.',
        action: 'Check your network; nothing you have typed is lost.',
      },
      { cause },
    )
  }
}

/** Makes any thrown value presentable; a programming error keeps its message out of sight. */
export function toProblemError(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error
  return new ProblemError(
    {
      code: 'unexpected_response',
      status: 0,
      title: 'Something unexpected happened',
      action: 'Reload the page and try again.',
    },
    { cause: error },
  )
}
