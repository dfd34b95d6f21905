import type { Problem } from '@/shared/api/schema'
import type { AnswerEnding } from './fake-server'

function failed(problem: Omit<Problem, 'title'>): AnswerEnding {
  return { status: 'failed', finishReason: null, usage: null, error: { title: problem.code, ...problem } }
}

const ENDINGS: Readonly<Record<string, AnswerEnding>> = {
  refuse: failed({ status: 422, code: 'content_refused' }),
  empty: failed({ status: 422, code: 'answer_empty' }),
  credit: failed({ status: 422, code: 'provider_quota_exceeded', limit: 'credit' }),
  organization: failed({ status: 422, code: 'provider_quota_exceeded', limit: 'organization' }),
  project: failed({ status: 422, code: 'provider_quota_exceeded', limit: 'project' }),
  scope: failed({ status: 422, code: 'provider_access_denied', missingScope: 'model.request' }),
  region: failed({ status: 422, code: 'provider_region', host: 'eu.api.openai.com' }),
  filter: { status: 'incomplete', finishReason: 'content_filter' },
  length: { status: 'incomplete', finishReason: 'length' },
  tool: { status: 'incomplete', finishReason: 'tool_calls' },
  steered: { status: 'incomplete', finishReason: 'steered' },
}

/** How an answer of `npm run dev:mock` ends: a prompt with `/refuse`, `/filter`, `/project` … asks for it. */
export function mockEnding(prompt: string): AnswerEnding {
  const [, name = ''] = /\/([a-z]+)/.exec(prompt) ?? []
  return ENDINGS[name] ?? {}
}

/** The text and the reasoning of an answer that ends like that; null: as usual. */
export function mockText(prompt: string): string | null {
  return /\/(?:refuse|empty|credit|organization|project|scope|region|tool)\b/.test(prompt) ? '' : null
}

export function mockReasoning(prompt: string): string {
  return /\bthink\b/i.test(prompt) ? SUMMARY : ''
}

const SUMMARY = `**Understanding the question**

The reader wants a short tour, so I should show each kind of block once and keep the text brief.

**Choosing an order**

1. Inline marks first, because they are the most common
2. then lists and the table
3. and \`code\` last, since it takes the most room

I also want to mention that nothing here is billed.
`
