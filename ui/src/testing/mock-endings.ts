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
  if (/\bgallery\b/i.test(prompt)) return GALLERY
  return /\/(?:refuse|empty|credit|project|scope|gateway|region|tool)\b/.test(prompt) ? '' : null
}

export function mockReasoning(prompt: string): string {
  return /\bthink\b/i.test(prompt) ? SUMMARY : ''
}

/** What is hard to show: formulas, notes, scripts other than Latin. */
const GALLERY = `The series \\(\\sum_{k=1}^{\\infty} \\frac{1}{k^2}\\) converges[^1], and $e^{i\\pi} = -1$, for $5 and $10.

\\[
\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}^{-1} = \\frac{1}{ad - bc} \\begin{pmatrix} d & -b \\\\ -c & a \\end{pmatrix}
\\]

这是**“取出并重置”模式**。请看 https://example.com/a。然后大约3~5天，价格100~200元

السلام عليكم. هذه **فقرة** بالعربية مع \`code\` وكلمة English.

- بند أول
- بند ثان

| شهر | Amount | A rather long heading for a column | Another long heading | And one more of them |
|---|--:|---|---|---|
| يناير | 12 | one | two | three |
| فبراير | 7 | four | five | six |

Roses are red
Violets are blue

[Alice]: Hello

\`\`\`python
def area(r):
    return 3.14159 * r ** 2  # about
\`\`\`

[^1]: Euler, 1734: its value is \\(\\pi^2 / 6\\).
`

const SUMMARY = `**Understanding the question**

The reader wants a short tour, so I should show each kind of block once and keep the text brief.

**Choosing an order**

1. Inline marks first, because they are the most common
2. then lists and the table
3. and \`code\` last, since it takes the most room

I also want to mention that nothing here is billed.
`
