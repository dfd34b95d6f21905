import { compactDecrypt, exportJWK, generateKeyPair, type JWK } from 'jose'
import type {
  AuthOptions,
  Conversation,
  Generation,
  GenerationRequest,
  LoginSession,
  Message,
  Model,
  Session,
  User,
  UserEvent,
} from '@/shared/api/schema'
import { uuidv7 } from '@/shared/uuid'
import { type FakeKeyCatalogue, models } from './fake-models'
import { FakePeople } from './fake-people'
import { FakeSettings } from './fake-settings'
import { FakeShares } from './fake-shares'
import { FakeUsage } from './fake-usage'
import { Refused } from './refused'

type Account = User & { password: string; preferences: Record<string, unknown> }

/** One event of a generation's journal, as it goes over the wire. */
export type JournalEntry = { id: number; event: string; data: unknown }

type FakeGeneration = Generation & {
  request: string
  journal: JournalEntry[]
  stopRequested: boolean
  /** What the provider said at once to the key. */
  refusal: Refused | null
}

/** Receives the events of `GET /me/events`; `null` ends the stream. */
export type UserEventSink = (event: UserEvent | null) => void

/** What of an answer is not as usual when it has ended. */
export type AnswerEnding = Partial<Pick<Message, 'status' | 'finishReason' | 'usage' | 'error'>>

/**
 * An Uru server in memory that keeps the promises of the HTTP contract, for tests and for working on the screens without a
 * server. It knows one signed-in person at a time; what it is told to do wrong, it does wrong once.
 */
export class FakeServer {
  readonly accounts: Account[] = [account('ada@example.org', 'Ada Lovelace', 'user')]
  readonly people = new FakePeople()
  readonly settings = new FakeSettings()
  readonly shares = new FakeShares()
  readonly usage = new FakeUsage()
  loginSessions: LoginSession[] = []
  readonly conversations = new Map<string, Conversation>()
  readonly messages = new Map<string, Message[]>()
  readonly generations = new Map<string, FakeGeneration>()
  /** Plain keys as the server has opened them, newest last. */
  readonly openedKeys: string[] = []
  /** Whole payloads of the sealed keys that the server has opened, newest last. */
  readonly openedPayloads: Readonly<Record<string, unknown>>[] = []
  /** Between two deltas. */
  paceMs = 1
  /** The summary of the reasoning before a reply; empty: the model does not reason. */
  reasoning: (prompt: string) => string = () => ''
  /** How an answer ends other than whole, and what it cost. */
  ending: (prompt: string) => AnswerEnding = () => ({})
  /** What the server knows without a key; the first is the default. */
  models: readonly Model[] = models
  /** What a key check finds. */
  catalogueOf: (key: string) => FakeKeyCatalogue = () => ({
    models: this.models,
    defaultModel: this.defaultModel(),
  })
  reply: (prompt: string) => string = () => 'Hello **world**. This is a practice answer.'

  readonly #sinks = new Set<UserEventSink>()
  #signedIn: Account | null = null
  #accessToken: string | null = null
  #transport = newTransportKey()

  signIn(who = this.accounts[0]): void {
    this.#signedIn = who ?? null
  }

  login(email: string, password: string): Account {
    const found = this.accounts.find((known) => known.email === email && known.password === password)
    if (!found) throw new Refused(401, 'bad_credentials', 'E-mail or password is wrong')
    this.#signedIn = found
    return found
  }

  register(email: string, password: string, displayName: string): Account {
    if (this.accounts.some((known) => known.email === email)) {
      throw new Refused(409, 'email_taken', 'This e-mail address has an account', 'Sign in instead.')
    }
    const created = { ...account(email, displayName, 'user'), password }
    this.accounts.push(created)
    this.#signedIn = created
    return created
  }

  /** Who can register, as the options of sign-in tell it. */
  signUp(): Pick<AuthOptions, 'signUp' | 'signUpMode' | 'signUpDomains'> {
    const { signUp, signUpDomains, configured } = this.settings.get()
    const signUpMode = signUp ?? configured.signUp
    const byDomain = signUpMode === 'domains'
    return {
      signUp: byDomain || signUpMode === 'open' ? 'open' : 'closed',
      signUpMode,
      signUpDomains: byDomain ? signUpDomains : [],
    }
  }

  endSession(): void {
    this.#signedIn = null
    this.#accessToken = null
  }

  /** Tells whether the browser has the cookie of a session. */
  hasSession(): boolean {
    return this.#signedIn !== null
  }

  /** The access token that is out there stops working, the session cookie does not. */
  expireAccessToken(): void {
    this.#accessToken = null
  }

  openSession(): Required<Session> {
    if (!this.#signedIn) throw new Refused(401, 'session_expired', 'Your session has ended')
    this.#accessToken = `token-${uuidv7()}`
    const { password: _, preferences, ...user } = this.#signedIn
    return { accessToken: this.#accessToken, expiresIn: 600, user, preferences }
  }

  authorize(authorization: string | null): Account {
    if (!authorization) throw new Refused(401, 'unauthenticated', 'Sign in first')
    if (!this.#signedIn || authorization !== `Bearer ${this.#accessToken}`) {
      throw new Refused(401, 'token_expired', 'The access token has expired')
    }
    return this.#signedIn
  }

  changeAccount(changed: Pick<Account, 'id' | 'displayName' | 'preferences'>): void {
    Object.assign(this.accounts.find(({ id }) => id === changed.id) ?? {}, changed)
  }

  async jwks(): Promise<{ keys: JWK[] }> {
    const { kid, publicKey } = await this.#transport
    return { keys: [{ ...(await exportJWK(publicKey)), kid, use: 'enc', alg: 'ECDH-ES' }] }
  }

  rotateTransportKey(): void {
    this.#transport = newTransportKey()
  }

  async openKey(header: string | null, userId: string): Promise<string> {
    if (!header) throw new Refused(400, 'provider_key_missing', 'No OpenAI key was sent')
    const key = header.startsWith('sk-') ? header : await this.#unseal(header, userId)
    this.openedKeys.push(key)
    return key
  }

  defaultModel(): string | null {
    return this.models.find(({ available }) => available)?.id ?? null
  }

  conversation(id: string): Conversation {
    const found = this.conversations.get(id)
    if (!found) throw new Refused(404, 'not_found', 'Not found')
    return found
  }

  /** Takes a file with one title in a line for an export. */
  importFile(text: string, dryRun: boolean): string {
    if (text.includes('no export')) {
      const refusal = new Refused(400, 'validation_failed', 'The request is not valid')
      refusal.problem.detail = 'The file is incomplete. Download or export it again.'
      throw refusal
    }
    const items = text.split('\n').map((title, i) => {
      const known = [...this.conversations.values()].find((each) => each.title === title)
      if (title === 'broken') {
        const problem = 'Its messages are not a tree.'
        return { source: `#${i + 1}`, title, messages: 0, status: 'refused', problem }
      }
      const id = known?.id ?? `imported-${title}`
      if (!known && !dryRun) this.createConversation({ id, title, titleSource: 'user' })
      return { source: id, title, messages: 4, status: known ? 'exists' : 'imported', conversationId: id }
    })
    const lines = items.map((item) => JSON.stringify(item)).join(',\n')
    return `{"items": [\n${lines}\n], "counts": {}}\n`
  }

  createConversation(given: Partial<Conversation> & { id: string }): Conversation {
    const known = this.conversations.get(given.id)
    if (known) return known
    const now = new Date().toISOString()
    const created: Conversation = {
      title: '',
      titleSource: 'auto',
      model: 'gpt-4o',
      systemPrompt: null,
      pinned: false,
      archived: false,
      folderId: null,
      headMessageId: null,
      messageCount: 0,
      createdAt: now,
      updatedAt: now,
      version: 1,
      ...given,
    }
    this.messages.set(created.id, [])
    this.#store(created)
    return created
  }

  changeConversation(id: string, change: Partial<Conversation>): Conversation {
    const before = this.conversation(id)
    const titleSource = change.title === undefined ? before.titleSource : 'user'
    const after: Conversation = { ...before, titleSource, ...change, version: before.version + 1 }
    this.#store(after)
    return after
  }

  deleteConversation(id: string): void {
    this.conversation(id)
    this.conversations.delete(id)
    for (const generation of this.generations.values()) {
      if (generation.conversationId === id) this.generations.delete(generation.id)
    }
    this.#publish({ event: 'conversation_deleted', data: { id } })
  }

  /** Number of open event streams. */
  get streams(): number {
    return this.#sinks.size
  }

  /** Gives a sink what happens from now on, after a snapshot of what runs; returns the function that takes it away. */
  subscribe(sink: UserEventSink): () => void {
    const running = [...this.generations.values()].filter(({ status }) => status === 'streaming')
    const generations = running.map((each) => ({
      generation: wireGeneration(each),
      position: each.journal.length,
    }))
    sink({ event: 'running', data: { generations } })
    this.#sinks.add(sink)
    return () => this.#sinks.delete(sink)
  }

  /** Ends all event streams, as a server does that stops. */
  closeStreams(): void {
    for (const sink of [...this.#sinks]) sink(null)
  }

  /** Starts a generation, or finds the one that the same request has started before. */
  startGeneration(conversationId: string, request: GenerationRequest, key = ''): FakeGeneration {
    const { conversation, ...digested } = request
    if (conversation) this.#refuseModel(request.model, key)
    if (conversation) this.createConversation({ id: conversationId, ...conversation })
    this.conversation(conversationId)
    const known = this.generations.get(request.id)
    const fingerprint = JSON.stringify(digested)
    if (known && known.request !== fingerprint) {
      throw new Refused(409, 'id_conflict', 'This id belongs to another request')
    }
    if (known?.refusal) throw known.refusal
    if (known) return known
    for (const other of this.generations.values()) {
      if (other.conversationId === conversationId && other.status === 'streaming') {
        throw new Refused(409, 'generation_running', 'An answer is still being written here')
      }
    }
    this.#refuseModel(request.model, key)
    const question =
      'message' in request ? this.#ask(conversationId, request.message) : this.#find(conversationId, request)
    const answer = newMessage(request.assistantMessageId, question.id, 'assistant', '', request.model)
    this.messages.get(conversationId)?.push(answer)
    const generation: FakeGeneration = {
      id: request.id,
      conversationId,
      messageId: answer.id,
      status: 'streaming',
      startedAt: new Date().toISOString(),
      request: fingerprint,
      journal: [],
      stopRequested: false,
      refusal: refusalOf(key),
    }
    this.generations.set(generation.id, generation)
    this.changeConversation(conversationId, {
      headMessageId: answer.id,
      messageCount: this.messages.get(conversationId)?.length ?? 0,
      updatedAt: answer.createdAt,
    })
    this.#publish({ event: 'generation_started', data: { generation: wireGeneration(generation) } })
    this.#record(generation, 'started', {
      generation: wireGeneration(generation),
      userMessage: question,
      assistantMessage: { ...answer },
    })
    if (generation.refusal) throw this.#fail(generation, answer, generation.refusal)
    void this.#write(generation, question, answer)
    return generation
  }

  generation(id: string): FakeGeneration {
    const found = this.generations.get(id)
    if (!found) throw new Refused(404, 'not_found', 'Not found')
    return found
  }

  stop(id: string): void {
    this.generation(id).stopRequested = true
  }

  async #write(generation: FakeGeneration, question: Message, answer: Message): Promise<void> {
    await this.#reason(generation, question, answer)
    const tokens = tokensOf(this.reply(question.text))
    for (const text of tokens) {
      await new Promise((resolve) => setTimeout(resolve, this.paceMs))
      if (!this.generations.has(generation.id)) return
      if (generation.stopRequested) break
      answer.text += text
      this.#record(generation, 'delta', { text })
    }
    const conversation = this.conversation(generation.conversationId)
    if (conversation.messageCount <= 2 && conversation.titleSource === 'auto') {
      const title = question.text.split('\n', 1)[0]?.slice(0, 40) || 'Untitled'
      this.#store({ ...conversation, title, version: conversation.version + 1 })
      this.#record(generation, 'title', { title })
    }
    const usage = { promptTokens: 12, completionTokens: tokens.length }
    if (generation.stopRequested) Object.assign(answer, { status: 'stopped', usage })
    else
      Object.assign(answer, { status: 'completed', finishReason: 'stop', usage }, this.ending(question.text))
    generation.status = answer.status
    const failed = answer.status === 'failed' && { problem: answer.error }
    this.#record(generation, answer.status, { message: { ...answer }, ...failed })
  }

  async #reason(generation: FakeGeneration, question: Message, answer: Message): Promise<void> {
    const begin = performance.now()
    let summary = ''
    for (const text of tokensOf(this.reasoning(question.text))) {
      await new Promise((resolve) => setTimeout(resolve, this.paceMs))
      if (generation.stopRequested) break
      summary += text
      const seconds = Math.round((performance.now() - begin) / 1000)
      answer.parts = [{ type: 'reasoning', summary, seconds }]
      this.#record(generation, 'reasoning', { text })
    }
  }

  #refuseModel(modelId: string, key: string): void {
    const offered = [...this.catalogueOf(key).models, ...this.models]
    const found = offered.find(({ id }) => id === modelId)
    if (found?.available) return
    const title = `${modelId} is not available`
    const refused = new Refused(422, 'model_not_available', title, 'Choose another model.')
    const { shutdownDate, successor } = found ?? {}
    Object.assign(refused.problem, {
      model: modelId,
      ...(shutdownDate && { shutdownDate }),
      ...(successor && { successor }),
    })
    throw refused
  }

  #fail(generation: FakeGeneration, answer: Message, refusal: Refused): Refused {
    generation.status = answer.status = 'failed'
    answer.error = refusal.problem
    this.#record(generation, 'failed', { message: { ...answer }, problem: refusal.problem })
    refusal.problem.generationId = generation.id
    return refusal
  }

  #record(generation: FakeGeneration, event: string, data: unknown): void {
    const after = generation.journal.length
    generation.journal.push({ id: after + 1, event, data })
    const { id: generationId } = generation
    this.#publish({ event: 'generation', data: { generationId, after, position: after + 1, event, data } })
  }

  #publish(event: UserEvent): void {
    for (const sink of this.#sinks) sink(event)
  }

  #store(conversation: Conversation): void {
    const { id, version } = conversation
    this.conversations.set(id, conversation)
    this.#publish({ event: 'conversation_changed', data: { id, version } })
  }

  #ask(
    conversationId: string,
    { id, parentId, text }: { id: string; parentId: string | null; text: string },
  ): Message {
    const question = newMessage(id, parentId, 'user', text, null)
    this.messages.get(conversationId)?.push(question)
    return question
  }

  #find(conversationId: string, request: { parentId?: string }): Message {
    const found = this.messages.get(conversationId)?.find(({ id }) => id === request.parentId)
    if (!found) throw new Refused(404, 'not_found', 'Not found')
    return found
  }

  async #unseal(sealed: string, userId: string): Promise<string> {
    const unreadable = new Refused(400, 'provider_key_unreadable', 'The sealed key could not be read')
    const { kid, privateKey } = await this.#transport
    try {
      const { plaintext, protectedHeader } = await compactDecrypt(sealed, privateKey)
      const payload = JSON.parse(new TextDecoder().decode(plaintext)) as Record<string, unknown>
      const { key, sub, exp } = payload
      const ahead = Number(exp) - Date.now() / 1000
      if (protectedHeader.kid !== kid || sub !== userId || ahead < 0 || ahead > 60) throw unreadable
      this.openedPayloads.push(payload)
      return String(key)
    } catch {
      throw unreadable
    }
  }
}

/** What OpenAI says to a key: every key is a good one but those whose name says otherwise. */
export function refusalOf(key: string): Refused | null {
  if (key.includes('invalid')) {
    return new Refused(
      422,
      'provider_key_invalid',
      'OpenAI does not accept this key',
      'Check the key at OpenAI.',
    )
  }
  if (key.includes('quota')) {
    return new Refused(
      422,
      'provider_quota_exceeded',
      'Your OpenAI account has no credit left',
      'Add credit at platform.openai.com/settings/organization/billing.',
    )
  }
  if (key.includes('timeout')) {
    return new Refused(504, 'provider_timeout', 'OpenAI took too long', 'Try again.')
  }
  if (key.includes('busy')) {
    return new Refused(429, 'provider_rate_limited', "OpenAI's rate limit is reached", 'Wait a moment.', 20)
  }
  return null
}

function tokensOf(text: string): string[] {
  return text.match(/\S+\s*|\s+/g) ?? []
}

export function wireGeneration(generation: Generation): Generation {
  const { id, conversationId, messageId, status, startedAt } = generation
  return { id, conversationId, messageId, status, startedAt }
}

function newMessage(
  id: string,
  parentId: string | null,
  role: Message['role'],
  text: string,
  model: string | null,
): Message {
  const status = role === 'assistant' ? 'streaming' : 'completed'
  const createdAt = new Date().toISOString()
  return { id, parentId, role, text, model, status, finishReason: null, usage: null, error: null, createdAt }
}

async function newTransportKey() {
  const pair = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true })
  return { kid: uuidv7(), ...pair }
}

function account(email: string, displayName: string, role: User['role']): Account {
  return {
    id: uuidv7(),
    email,
    displayName,
    role,
    status: 'active',
    tenant: { id: '00000000-0000-7000-8000-000000000001', name: 'Uru' },
    createdAt: new Date().toISOString(),
    password: 'correct horse',
    preferences: {},
  }
}
