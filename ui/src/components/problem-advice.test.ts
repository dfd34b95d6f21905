import { describe, expect, it } from 'vitest'
import { ProblemError } from '@/shared/api/problem-error'
import type { Problem, ProblemCode } from '@/shared/api/schema'
import { adviceFor } from './problem-advice'

function problem(code: ProblemCode, more: Partial<Problem> = {}): Problem {
  return { code, title: 'Server title', status: 422, ...more }
}

describe('the advice for a problem', () => {
  it.each([
    ['provider_key_invalid', 'platform.openai.com'],
    ['provider_access_denied', 'platform.openai.com'],
    ['provider_quota_exceeded', 'platform.openai.com'],
    ['provider_rate_limited', 'platform.openai.com'],
    ['model_not_available', 'platform.openai.com'],
    ['content_refused', 'openai.com'],
    ['provider_unavailable', 'status.openai.com'],
    ['provider_timeout', 'status.openai.com'],
  ] as const)('of %s leads to %s', (code, host) => {
    const { link, title } = adviceFor(problem(code))
    expect(title).not.toBe('Server title')
    expect(new URL(link?.href ?? '').host).toBe(host)
  })

  it('tells how long a conversation is and how long it may be', () => {
    const { text } = adviceFor(
      problem('context_length_exceeded', { contextWindow: 8192, promptTokens: 9000 }),
    )
    expect(text).toContain(`${(9000).toLocaleString()} tokens`)
    expect(text).toContain((8192).toLocaleString())
  })

  it('uses the words of the server where we have none', () => {
    const unknown = problem('internal_error', { detail: 'Why.', action: 'Do this.' })
    expect(adviceFor(unknown)).toMatchObject({ title: 'Server title', text: 'Why. Do this.', retry: true })
  })

  it('knows problems of this side of the wire', () => {
    expect(adviceFor(ProblemError.networkUnreachable()).title).toBe('No connection to Uru')
  })
})
