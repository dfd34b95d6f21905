import { getResponse } from 'msw'
import type { Message } from '@/shared/api/schema'
import { currentModels, datedSnapshots, manyModels } from './fake-models'
import { FakeServer } from './fake-server'
import { handlersOf } from './handlers'
import { mockEnding, mockReasoning, mockText } from './mock-endings'
import { mockPeople, mockSessions } from './mock-people'

/** A fake server with something to look at, for `npm run dev:mock`. Nobody is signed in; any e-mail and password will do. */
export function startMockApi(): (request: Request) => Promise<Response | undefined> {
  const server = new FakeServer()
  server.paceMs = 30
  server.models = currentModels()
  server.catalogueOf = (key) => ({
    models: key.includes('many') ? manyModels(800) : [...server.models, ...datedSnapshots()],
    defaultModel: server.defaultModel(),
  })
  server.reply = (prompt) =>
    mockText(prompt) ?? (/\blong\b/i.test(prompt) ? LONG_ANSWER.repeat(8) : LONG_ANSWER)
  server.reasoning = mockReasoning
  server.ending = mockEnding
  server.login = (email) => {
    const who = server.accounts.find((known) => known.email === email) ?? server.accounts[0]
    server.signIn(who)
    if (!who) throw new Error('The fake server has no account')
    return who
  }
  for (const account of server.accounts) account.role = 'admin'
  server.accounts.push(viewerOf(server))
  server.people.people = mockPeople(server.accounts[0]?.id ?? '')
  server.loginSessions = mockSessions()
  const day = 86_400_000
  const topics = [
    'A regular expression for dates',
    'Trip to Lisbon',
    'Explain B-trees',
    'Letter to the landlord',
  ]
  topics.forEach((title, index) => {
    const at = new Date(Date.now() - index * index * day).toISOString()
    const id = `00000000-0000-7000-8000-00000000000${index}`
    server.createConversation({
      id,
      title,
      titleSource: 'user',
      pinned: index === 2,
      // The first one's model ends soon, the second one's is shut down.
      model: MODELS[index] ?? 'gpt-6-luna',
      messageCount: 2,
      createdAt: at,
      updatedAt: at,
    })
    const about = { model: null, finishReason: null, usage: null, error: null, createdAt: at }
    const questionId = `10000000-0000-7000-8000-00000000000${index}`
    server.messages.set(id, [
      { ...about, id: questionId, parentId: null, role: 'user', text: title, status: 'completed' },
      {
        ...about,
        id: `20000000-0000-7000-8000-00000000000${index}`,
        parentId: questionId,
        role: 'assistant',
        text: LONG_ANSWER,
        model: 'gpt-4o',
        status: index === 3 ? 'interrupted' : 'completed',
        usage: { promptTokens: 21, completionTokens: 240 },
      },
    ])
  })
  shareSome(server)
  const handlers = handlersOf(server)
  return (request) => getResponse(handlers, request)
}

/** Signs in with viewer@example.org. */
function viewerOf({ accounts: [ada] }: FakeServer): FakeServer['accounts'][number] {
  if (!ada) throw new Error('The fake server has no account')
  return { ...ada, id: 'viewer', email: 'viewer@example.org', displayName: 'Vera Viewer', role: 'viewer' }
}

/** What others share, and one conversation of the user's own. */
function shareSome({ shares, conversations, messages }: FakeServer): void {
  const [first, second] = conversations.values()
  const [texts] = messages.values()
  if (!first || !second || !texts) return
  const titles = [
    'How we write release notes',
    'Onboarding: the first week, from the first sign-in to the first review',
  ]
  titles.forEach((title, i) => {
    const owner = { name: i === 0 ? 'Bob Builder' : 'Emil with a rather long name', own: false }
    shares.put({ id: `of-bob-${i}`, title }, [...texts, ...texts.map(renamed)], 'everybody', owner)
  })
  shares.put(second, texts, 'everybody')
  shares.put(first, texts, 'link')
}

function renamed(message: Message): Message {
  return { ...message, id: `${message.id}-again` }
}

const MODELS = ['gpt-4o', 'gpt-4']

const LONG_ANSWER = `## A short tour

Here is what a practice answer can show: **bold**, *italic*, \`inline code\` and a [link](https://example.org).

1. Ordered lists
2. with a second item
   - and a nested one

| Model | Context | Price |
|---|---:|---:|
| gpt-4o | 128,000 | $2.50 |
| o1 | 200,000 | $15.00 |

\`\`\`typescript
export function greet(name: string): string {
  return \`Hello, \${name}!\`
}
\`\`\`

> A quotation, to see how it sits in the column.

- [x] a finished task
- [ ] one that waits

`
