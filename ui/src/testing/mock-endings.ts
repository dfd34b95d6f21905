import type { Problem, ProblemCode } from '@/shared/api/schema'
import type { AnswerEnding } from './fake-server'

function failed(code: ProblemCode, told: Partial<Problem> = {}): AnswerEnding {
  const error = { title: 'As the code says', status: 422, ...told, code }
  return { status: 'failed', finishReason: null, usage: null, error }
}

const ENDINGS: Readonly<Record<string, AnswerEnding>> = {
  refuse: failed('content_refused'),
  empty: failed('answer_empty'),
  credit: failed('provider_quota_exceeded', {
    title: 'Your OpenAI account has no credit left',
    detail: 'The credit or the quota of your OpenAI organisation is used up.',
    action: 'Add credit or raise the quota at platform.openai.com/settings/organization/billing.',
    limit: 'credit',
  }),
  project: failed('provider_quota_exceeded', {
    title: "The key's project has reached its spend limit",
    detail: 'The OpenAI project of this key has spent its monthly limit; other projects are not affected.',
    action: 'Ask an owner of the OpenAI project to raise its spend limit, or use a key of another project.',
    limit: 'project',
  }),
  scope: failed('provider_access_denied', {
    title: 'The key lacks a permission',
    detail: 'The key itself is good, but it lacks a permission: model.request.',
    action: 'Give the key this permission at platform.openai.com/api-keys, or use another key.',
    missingScope: 'model.request',
  }),
  gateway: failed('provider_access_denied', {
    title: "The gateway's own key was refused",
    detail: "The gateway's provider does not accept the key that the gateway uses. Your key is not to blame.",
    action: 'Tell the administrator of the gateway that its own provider key was refused.',
  }),
  region: failed('provider_region', { host: 'eu.api.openai.com' }),
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
  return /\/(?:refuse|empty|credit|project|scope|gateway|region|tool)\b/.test(prompt) ? '' : null
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
