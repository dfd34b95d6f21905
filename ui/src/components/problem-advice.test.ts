import { afterEach, describe, expect, it, vi } from 'vitest'
import { ProblemError } from '@/shared/api/problem-error'
import type { Problem, ProblemCode } from '@/shared/api/schema'
import { adviceFor } from './problem-advice'

/** What the server calls codes that have several causes, where it does not know which. */
const TITLES: Partial<Record<ProblemCode, string>> = {
  provider_key_invalid: 'OpenAI does not accept this key',
  provider_access_denied: 'OpenAI denied access',
  provider_quota_exceeded: 'A limit of your OpenAI account is reached',
  provider_rate_limited: "OpenAI's rate limit is reached",
  provider_unavailable: 'OpenAI cannot be reached',
}

function problem(code: ProblemCode, more: Partial<Problem> = {}): Problem {
  return { code, title: TITLES[code] ?? 'Server title', status: 422, ...more }
}

describe('the advice for a problem', () => {
  it.each([
    ['provider_key_invalid', 'platform.openai.com'],
    ['provider_access_denied', 'platform.openai.com'],
    ['provider_quota_exceeded', 'platform.openai.com'],
    ['provider_region', 'platform.openai.com'],
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

  it.each([
    ['credit', 'Your OpenAI account has no credit left', '/settings/organization/billing/overview'],
    ['organization', 'Your organisation’s limit at OpenAI is reached', '/settings/organization/limits'],
    ['project', 'Your project’s limit at OpenAI is reached', '/settings/project/limits'],
  ] as const)('says that a limit of the %s is reached and where to raise it', (limit, title, path) => {
    const advice = adviceFor(problem('provider_quota_exceeded', { limit }))
    expect(advice.title).toBe(title)
    expect(new URL(advice.link?.href ?? '').pathname).toBe(path)
  })

  it('falls back to the general words for a limit of a kind that it does not know', () => {
    const limit = 'galaxy' as 'credit'
    expect(adviceFor(problem('provider_quota_exceeded', { limit }))).toEqual(
      adviceFor(problem('provider_quota_exceeded')),
    )
  })

  it.each([
    [
      'provider_key_invalid',
      'This key has expired',
      'Keys can expire: create a new one at platform.openai.com/api-keys.',
      'https://platform.openai.com/api-keys',
    ],
    [
      'provider_quota_exceeded',
      'Billing is not active for your OpenAI account',
      'Set up billing at platform.openai.com/settings/organization/billing.',
      'https://platform.openai.com/settings/organization/billing/overview',
    ],
    [
      'provider_access_denied',
      "The gateway's own key was refused",
      'Tell the administrator of the gateway that its own provider key was refused.',
      undefined,
    ],
    [
      'model_not_available',
      'The key may not use this model',
      'Choose another model, or ask the owner of the project to allow this one.',
      undefined,
    ],
    [
      'payload_too_large',
      'The request is too large for a server on the way',
      'Shorten the message.',
      undefined,
    ],
  ] as const)('of %s leaves the words to a server that knows the cause: %s', (code, title, action, href) => {
    const detail = 'What has happened.'
    const advice = adviceFor(problem(code, { title, detail, action }))
    expect(advice).toMatchObject({ title, text: `${detail} ${action}` })
    expect(advice.link?.href).toBe(href)
  })

  it('uses its own words where the server has only a title', () => {
    const advice = adviceFor(problem('provider_key_invalid', { title: 'This key has expired' }))
    expect(advice).toEqual(adviceFor(problem('provider_key_invalid')))
  })

  it('tells which rule a refusal comes from', () => {
    const detail = 'OpenAI stopped this answer because the model did not behave as intended.'
    const action = 'Ask again, or put the question differently.'
    expect(adviceFor(problem('content_refused', { detail, action }))).toMatchObject({
      title: 'OpenAI declined to answer this',
      text: `${detail} ${action}`,
      tone: 'info',
    })
  })

  it('names the permission that a key lacks and leads to the keys', () => {
    const { title, text, link, remedy } = adviceFor(
      problem('provider_access_denied', { missingScope: 'model.request' }),
    )
    expect(title).toBe('Your key lacks a permission')
    expect(text).toContain('“model.request”')
    expect(link?.href).toBe('https://platform.openai.com/api-keys')
    expect(remedy).toBe('key')
  })

  it('tells which limit is reached, and what is not allowed', () => {
    const running = problem('rate_limited', { detail: 'Another export of yours is running.' })
    expect(adviceFor(running).text).toBe('Another export of yours is running. Wait a moment, then try again.')
    const off = { detail: 'Your organisation has switched this off.', action: 'Ask an administrator.' }
    expect(adviceFor(problem('forbidden', off))).toMatchObject({
      title: 'This is not allowed here',
      text: 'Your organisation has switched this off. Ask an administrator.',
    })
  })

  it('names the address of the region that a key belongs to', () => {
    expect(adviceFor(problem('provider_region', { host: 'eu.api.openai.com' })).text).toContain(
      'only at eu.api.openai.com.',
    )
  })

  it('tells an empty answer and a refusal as no fault', () => {
    expect(adviceFor(problem('answer_empty'))).toMatchObject({ tone: 'info', retry: true })
    expect(adviceFor(problem('content_refused'))).toMatchObject({ tone: 'info', retry: true })
    expect(adviceFor(problem('provider_unavailable')).tone).toBeUndefined()
  })

  describe('of a model', () => {
    afterEach(() => {
      vi.useRealTimers()
    })

    it.each([
      ['2026-10-23', 'gpt-4 was shut down', /^OpenAI shut it down on 23 October 2026\./],
      ['2027-01-14', 'gpt-4 is not available to you', /^Your OpenAI account or your administrator/],
      [undefined, 'gpt-4 is not available to you', /^Your OpenAI account or your administrator/],
    ])('that is shut down on %s tells the date and the successor', (shutdownDate, title, text) => {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-28T12:00:00Z') })
      const about = { model: 'gpt-4', successor: 'gpt-6-luna', ...(shutdownDate && { shutdownDate }) }
      const advice = adviceFor(problem('model_not_available', about))
      expect(advice.title).toBe(title)
      expect(advice.text).toMatch(text)
      expect(advice.text).toContain('OpenAI recommends gpt-6-luna instead.')
    })
  })

  it('tells the same of what the server has sent and of what was thrown for it', () => {
    const sent = problem('provider_quota_exceeded', { limit: 'project' })
    expect(adviceFor(ProblemError.of(sent))).toEqual(adviceFor(sent))
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
