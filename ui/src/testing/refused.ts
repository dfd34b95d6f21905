import type { Problem, ProblemCode } from '@/shared/api/schema'

/** Thrown by a handler, answered as a problem document. */
export class Refused extends Error {
  readonly problem: Problem
  readonly retryAfter: number | undefined

  constructor(status: number, code: ProblemCode, title: string, action?: string, retryAfter?: number) {
    super(title)
    this.problem = { type: 'about:blank', title, status, code, ...(action && { action }) }
    this.retryAfter = retryAfter
  }
}
