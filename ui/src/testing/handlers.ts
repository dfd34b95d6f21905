import { HttpResponse, http, type RequestHandler } from 'msw'
import type {
  AdminUserPatch,
  Audience,
  ConversationPatch,
  GenerationRequest,
  LoginRequest,
  MePatch,
  NewAdminUser,
  NewConversation,
  OwnBudget,
  RegisterRequest,
  TenantSettingsPatch,
} from '@/shared/api/schema'
import { keyCheckOf } from './fake-key-check'
import { type FakeServer, refusalOf, wireGeneration } from './fake-server'
import { Refused } from './refused'

const API = '*/api/v1'
const HEARTBEAT_MS = 15_000
/** People on a page. */
const PEOPLE = 50

type Call = {
  request: Request
  parameter: (name: string) => string
  query: URLSearchParams
}

/** The whole contract, answered by a fake server. */
export function handlersOf(server: FakeServer): RequestHandler[] {
  const { people, settings, shares } = server
  const open = (
    method: 'get' | 'post' | 'put' | 'patch' | 'delete',
    path: string,
    answer: (call: Call) => Response | Promise<Response>,
  ) =>
    http[method](API + path, async ({ request, params }) => {
      try {
        const parameter = (name: string) => String(params[name])
        return await answer({ request, parameter, query: new URL(request.url).searchParams })
      } catch (error) {
        if (error instanceof Refused) return problemResponse(error)
        throw error
      }
    })

  const signedIn: typeof open = (method, path, answer) =>
    open(method, path, (call) => {
      server.authorize(call.request.headers.get('Authorization'))
      return answer(call)
    })

  const withKey = (path: string, answer: (call: Call, key: string) => Response | Promise<Response>) =>
    open('post', path, async (call) => {
      const user = server.authorize(call.request.headers.get('Authorization'))
      return answer(call, await server.openKey(call.request.headers.get('Uru-Provider-Key'), user.id))
    })

  return [
    open('get', '/auth/options', () =>
      HttpResponse.json({
        ...server.signUp(),
        sso: [],
        passwordMinLength: 12,
        practiceMode: true,
        sessionCookie: server.hasSession(),
      }),
    ),
    open('post', '/auth/login', async ({ request }) => {
      refuseToken(request)
      const { email, password } = await body<LoginRequest>(request)
      server.login(email, password)
      return HttpResponse.json(server.openSession())
    }),
    open('post', '/auth/register', async ({ request }) => {
      refuseToken(request)
      const { email, password, displayName } = await body<RegisterRequest>(request)
      server.register(email, password, displayName)
      return HttpResponse.json(server.openSession(), { status: 201 })
    }),
    open('post', '/auth/refresh', ({ request }) => {
      refuseToken(request)
      return HttpResponse.json(server.openSession())
    }),
    open('post', '/auth/logout', ({ request }) => {
      refuseToken(request)
      server.endSession()
      return noContent()
    }),

    signedIn('get', '/models', () =>
      HttpResponse.json({
        items: server.models,
        defaultModel: settings.get().defaultModel ?? server.defaultModel(),
        tenantDefault: settings.get().defaultModel,
      }),
    ),
    open('get', '/provider-key/jwks', async () => HttpResponse.json(await server.jwks())),
    withKey('/provider-key/check', (_, key) => {
      const refusal = refusalOf(key)
      if (refusal) throw refusal
      const { models: catalogue, defaultModel } = server.catalogueOf(key)
      const usable = catalogue.filter(({ available }) => available).map(({ id }) => id)
      return HttpResponse.json({ ...keyCheckOf(key, usable), catalogue, defaultModel })
    }),

    signedIn('get', '/conversations', ({ query }) => {
      const archived = query.get('state') === 'archived'
      const items = [...server.conversations.values()]
        .filter((each) => each.archived === archived)
        .sort((a, b) => Number(b.pinned) - Number(a.pinned) || b.updatedAt.localeCompare(a.updatedAt))
      return pageOf(items, query)
    }),
    signedIn('post', '/conversations', async ({ request }) => {
      const created = server.createConversation(await body<NewConversation>(request))
      return HttpResponse.json(created, { status: 201 })
    }),
    signedIn('get', '/conversations/:id', ({ parameter }) =>
      HttpResponse.json(server.conversation(parameter('id'))),
    ),
    signedIn('patch', '/conversations/:id', async ({ request, parameter }) => {
      const change = await body<ConversationPatch>(request)
      return HttpResponse.json(server.changeConversation(parameter('id'), change))
    }),
    signedIn('delete', '/conversations/:id', ({ parameter }) => {
      server.deleteConversation(parameter('id'))
      return noContent()
    }),
    signedIn('get', '/conversations/:id/messages', ({ parameter, query }) => {
      server.conversation(parameter('id'))
      return pageOf(server.messages.get(parameter('id')) ?? [], query)
    }),

    signedIn('get', '/conversations/:id/export', ({ parameter, query }) => {
      const { title } = server.conversation(parameter('id'))
      return exported(
        `${title}.${query.get('format')}`,
        `{ "title": "${title}"\n}\n_End of the conversation._\n`,
      )
    }),
    signedIn('get', '/me/usage', ({ request }) => server.usage.answer(request)),
    signedIn('get', '/me/quotas', () => {
      server.usage.quotasRead++
      return HttpResponse.json({ own: server.usage.ownBudget, items: server.usage.allQuotas() })
    }),
    signedIn('patch', '/me/quotas', async ({ request }) => {
      const patch = (await request.json()) as Partial<OwnBudget>
      server.usage.ownBudget = { ...server.usage.ownBudget, ...patch }
      return HttpResponse.json({ own: server.usage.ownBudget, items: server.usage.allQuotas() })
    }),
    signedIn('get', '/admin/usage', ({ request }) => server.usage.answer(request)),
    signedIn('get', '/me/settings', () => HttpResponse.json(settings.ofPeople())),
    signedIn('get', '/admin/settings', () => HttpResponse.json(settings.get())),
    signedIn('patch', '/admin/settings', async ({ request }) => {
      const patch = await body<TenantSettingsPatch>(request)
      return HttpResponse.json(settings.change(patch, request.headers.get('If-Match')))
    }),
    signedIn('get', '/admin/settings/retention', () =>
      HttpResponse.json({ conversations: settings.inactive }),
    ),
    signedIn('get', '/admin/settings/versions', ({ query }) => pageOf(settings.changes, query)),
    signedIn('get', '/conversations/:id/share', ({ parameter }) => {
      const share = shares.find(server.conversation(parameter('id')).id)
      return share ? HttpResponse.json(share) : noContent()
    }),
    signedIn('post', '/conversations/:id/share', async ({ request, parameter }) => {
      const { audience } = await body<{ audience?: Audience }>(request)
      const conversation = server.conversation(parameter('id'))
      const messages = server.messages.get(conversation.id) ?? []
      return HttpResponse.json(shares.put(conversation, messages, audience))
    }),
    signedIn('patch', '/conversations/:id/share', async ({ request, parameter }) => {
      const { audience } = await body<{ audience: Audience }>(request)
      return HttpResponse.json(shares.changeAudience(parameter('id'), audience))
    }),
    signedIn('delete', '/conversations/:id/share', ({ parameter }) => {
      shares.delete(parameter('id'))
      return noContent()
    }),
    signedIn('get', '/me/shares', ({ query }) => pageOf(shares.mine(), query)),
    signedIn('get', '/shared', ({ query }) => pageOf(shares.listed(), query)),
    signedIn('get', '/shared/:token', ({ parameter, query }) =>
      HttpResponse.json(shares.read(parameter('token'), query.get('cursor'))),
    ),
    signedIn('get', '/admin/users', ({ query }) => {
      const found = people.list(query)
      const from = Number(query.get('cursor') ?? 0)
      const nextCursor = from + PEOPLE < found.length ? String(from + PEOPLE) : null
      return HttpResponse.json({ items: found.slice(from, from + PEOPLE), nextCursor, total: found.length })
    }),
    signedIn('post', '/admin/users', async ({ request }) =>
      HttpResponse.json(people.add(await body<NewAdminUser>(request)), { status: 201 }),
    ),
    signedIn('post', '/admin/users/import', async ({ request, query }) =>
      HttpResponse.json(people.importFile(await request.text(), query.get('dryRun') === 'true')),
    ),
    signedIn('patch', '/admin/users/:id', async ({ request, parameter }) =>
      HttpResponse.json(people.change(parameter('id'), await body<AdminUserPatch>(request))),
    ),
    signedIn('delete', '/admin/users/:id', ({ parameter }) => {
      people.delete(parameter('id'))
      return noContent()
    }),
    signedIn('post', '/admin/users/:id/sessions/revoke', ({ parameter }) => {
      people.endSessions(parameter('id'))
      return noContent()
    }),
    signedIn('post', '/admin/users/:id/password-link', ({ parameter }) =>
      HttpResponse.json(people.link(parameter('id'))),
    ),
    open('post', '/auth/password-link', async ({ request }) => {
      const { token } = await body<{ token: string }>(request)
      const { email, displayName, invited } = people.recipient(token)
      return HttpResponse.json({ email, displayName, invitation: invited })
    }),
    open('post', '/auth/password', async ({ request }) => {
      const { token, password } = await body<{ token: string; password: string }>(request)
      const { email, displayName } = people.useLink(token)
      server.register(email, password, displayName)
      return HttpResponse.json(server.openSession())
    }),

    open('patch', '/me', async ({ request }) => {
      const { password, ...account } = server.authorize(request.headers.get('Authorization'))
      const { preferences = {}, displayName = account.displayName } = await body<MePatch>(request)
      const patched = { ...account.preferences, ...preferences }
      for (const [name, value] of Object.entries(patched)) if (value === null) delete patched[name]
      const me = { ...account, displayName: displayName.trim(), preferences: patched }
      server.changeAccount(me)
      return HttpResponse.json(me)
    }),
    signedIn('get', '/me/sessions', () =>
      HttpResponse.json({ items: server.loginSessions, nextCursor: null }),
    ),
    signedIn('delete', '/me/sessions/:id', ({ parameter }) => {
      server.loginSessions = server.loginSessions.filter(({ id }) => id !== parameter('id'))
      return noContent()
    }),
    open('delete', '/me', async ({ request }) => {
      const account = server.authorize(request.headers.get('Authorization'))
      const { password } = await body<{ password: string }>(request)
      if (password !== account.password) {
        throw new Refused(401, 'bad_credentials', 'E-mail or password is wrong')
      }
      server.endSession()
      return noContent()
    }),
    open('put', '/me/email', async ({ request }) => {
      const account = server.authorize(request.headers.get('Authorization'))
      const { email = '', password } = await body<Record<string, string>>(request)
      if (password !== account.password) {
        throw new Refused(401, 'bad_credentials', 'E-mail or password is wrong')
      }
      if (server.accounts.some((other) => other !== account && other.email === email)) {
        throw new Refused(409, 'email_taken', 'This e-mail address has an account')
      }
      account.email = email
      server.loginSessions = server.loginSessions.filter(({ current }) => current)
      const { password: _, preferences: __, ...user } = account
      return HttpResponse.json(user)
    }),
    open('put', '/me/password', async ({ request }) => {
      const account = server.authorize(request.headers.get('Authorization'))
      const { currentPassword, newPassword } = await body<Record<string, string>>(request)
      if (currentPassword !== account.password) {
        throw new Refused(401, 'bad_credentials', 'E-mail or password is wrong')
      }
      account.password = newPassword ?? ''
      server.loginSessions = server.loginSessions.filter(({ current }) => current)
      return noContent()
    }),
    signedIn('get', '/me/export', () => exported('Uru export.zip', 'PK\x05\x06')),
    signedIn('post', '/me/export', () => exported('Uru export.zip', 'PK\x05\x06')),
    signedIn('post', '/import', async ({ request, query }) =>
      HttpResponse.text(server.importFile(await request.text(), query.get('dryRun') === 'true')),
    ),

    withKey('/conversations/:id/generations', async ({ request, parameter }, key) => {
      const start = await body<GenerationRequest>(request)
      const generation = wireGeneration(server.startGeneration(parameter('id'), start, key))
      const conversation = start.conversation ? server.conversation(parameter('id')) : null
      return HttpResponse.json({ ...generation, conversation }, { status: 202 })
    }),
    signedIn('get', '/generations', () => {
      const running = [...server.generations.values()].filter(({ status }) => status === 'streaming')
      return HttpResponse.json({ items: running.map(wireGeneration), nextCursor: null })
    }),
    signedIn('get', '/generations/:id/events', ({ parameter, query }) => {
      const { journal, status } = server.generation(parameter('id'))
      const after = Number(query.get('after') ?? 0)
      const until = Number(query.get('until') ?? journal.length)
      const ended = status !== 'streaming' && until >= journal.length
      return HttpResponse.json({ events: journal.slice(after, until), ended })
    }),
    signedIn('get', '/me/events', ({ request }) => userEventStream(server, request.signal)),
    signedIn('post', '/generations/:id/stop', ({ parameter }) => {
      server.stop(parameter('id'))
      return noContent()
    }),
    http.all(`${API}/*`, () => problemResponse(new Refused(404, 'not_found', 'Not found'))),
  ]
}

function userEventStream(server: FakeServer, signal: AbortSignal): Response {
  const encoder = new TextEncoder()
  let release = () => {}
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string) => controller.enqueue(encoder.encode(text))
      const heartbeat = setInterval(() => write(': \n\n'), HEARTBEAT_MS)
      write(': \n\n')
      const unsubscribe = server.subscribe((event) => {
        if (event) return write(`event: ${event.event}\ndata: ${JSON.stringify(event.data)}\n\n`)
        release()
        return controller.close()
      })
      release = () => {
        clearInterval(heartbeat)
        unsubscribe()
      }
      // The network of a test does not tell the server when a client cancels the response.
      signal.addEventListener('abort', () => release())
    },
    cancel: () => release(),
  })
  return new HttpResponse(stream, {
    headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' },
  })
}

/** The real server answers 401 to an expired token even where none is needed. */
function refuseToken(request: Request): void {
  if (request.headers.has('Authorization')) {
    throw new Refused(401, 'token_expired', 'No access token belongs on this call')
  }
  if (request.headers.get('Uru-Client') !== 'web')
    throw new Refused(403, 'csrf_rejected', 'Not from our page')
}

function pageOf<T>(items: readonly T[], query: URLSearchParams): Response {
  const from = Number(query.get('cursor') ?? 0)
  const to = from + Number(query.get('limit') ?? 50)
  return HttpResponse.json({
    items: items.slice(from, to),
    nextCursor: to < items.length ? String(to) : null,
  })
}

function problemResponse({ problem, retryAfter }: Refused): Response {
  return HttpResponse.json(problem, {
    status: problem.status,
    headers: {
      'Content-Type': 'application/problem+json',
      ...(retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }),
    },
  })
}

async function body<T>(request: Request): Promise<T> {
  return (await request.json()) as T
}

function noContent(): Response {
  return new HttpResponse(null, { status: 204 })
}

function exported(name: string, content: string): Response {
  const disposition = `attachment; filename="export"; filename*=UTF-8''${encodeURIComponent(name)}`
  return new HttpResponse(content, { headers: { 'Content-Disposition': disposition } })
}
