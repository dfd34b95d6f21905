/**
 * The wire types of the HTTP contract. Times are RFC 3339 UTC strings, ids are UUID strings.
 *
 * Names and optionality follow the published OpenAPI document; nothing outside `shared/api` invents a wire type.
 */

export type Role = 'admin' | 'user' | 'viewer'

export type Tenant = { id: string; name: string }

export type User = {
  id: string
  email: string
  displayName: string
  role: Role
  status: 'active' | 'disabled'
  tenant: Tenant
  createdAt: string
}

export type Session = {
  accessToken: string
  /** Seconds from the moment of the answer. */
  expiresIn: number
  user: User
  /** What the user's clients keep in the account; a server of an older version does not tell. */
  preferences?: Readonly<Record<string, unknown>>
}

/** The signed-in user's own account. */
export type Me = User & { preferences: Readonly<Record<string, unknown>> }

/** `preferences` is a merge patch (RFC 7396). */
export type MePatch = { displayName?: string; preferences?: Readonly<Record<string, unknown>> }

export type SignUpMode = 'open' | 'domains' | 'invitation' | 'closed'

export type AuthOptions = {
  signUp: 'open' | 'closed'
  /** Who can sign up; a server of an older version does not tell. */
  signUpMode?: SignUpMode
  /** The mail domains that can sign up; empty unless the mode is by domain. */
  signUpDomains?: string[]
  sso: { id: string; label: string }[]
  passwordMinLength: number
  /** Answers come from a built-in stand-in for OpenAI. */
  practiceMode: boolean
  /** This request carried a session cookie; a server of an older version does not tell. */
  sessionCookie?: boolean
}

export type LoginRequest = { email: string; password: string }

export type RegisterRequest = { email: string; password: string; displayName: string }

/** Answers that are added up, all in one currency; what is null is not told apart. */
export type UsageItem = {
  /** In UTC. */
  day: string | null
  model: string | null
  user: { id: string; email: string; displayName: string } | null
  answers: number
  promptTokens: number
  /** The part of `promptTokens` that the provider's cache already had. */
  cachedTokens: number
  completionTokens: number
  /** The part of `completionTokens` that was reasoning. */
  reasoningTokens: number
  /** By list price; null if the models have none. */
  cost: number | null
  currency: string | null
}

export type UsageReport = {
  from: string
  to: string
  items: UsageItem[]
  truncated: boolean
  /** What holds now, whatever the period of the report; a server of an older version does not tell. */
  quotas?: Quota[]
}

/** A limit of what is used in a period, or of what is stored, and what is used of it. */
export type Quota = {
  /** The person by the person, each person by the organisation, all together by the organisation. */
  owner: 'own' | 'user' | 'tenant'
  /** `bytes`: of the texts of messages. */
  measure: 'tokens' | 'cost' | 'bytes' | 'conversations'
  /** In UTC; null: of what is stored. */
  period: 'day' | 'month' | null
  limit: number
  used: number
  /** Of a cost. */
  currency: string | null
  renewsAt: string | null
  /** `warning`: at least 80 % is used. */
  state: 'ok' | 'warning' | 'reached'
}

/** What people allow themselves; null: no limit. Costs are US dollars. */
export type OwnBudget = {
  tokensPerDay: number | null
  tokensPerMonth: number | null
  costPerDay: number | null
  costPerMonth: number | null
}

/** What holds for the person. */
export type MyQuotas = { own: OwnBudget; items: Quota[] }

/** How much an organisation allows each person (`user`) or all together (`tenant`); null: no limit. Costs are US dollars. */
export type BudgetSettings = Record<
  `${'user' | 'tenant'}${'Tokens' | 'Cost'}Per${'Day' | 'Month'}`,
  number | null
>

export type Page<T> = { items: T[]; nextCursor: string | null }

export type ModelCapabilities = {
  systemPrompt: boolean
  temperature: boolean
  reasoningEffort: boolean
  vision: boolean
  streaming: boolean
}

export type Model = {
  id: string
  label: string
  description: string
  /** Tokens. */
  contextWindow: number
  /** Tokens. */
  maxOutputTokens: number
  capabilities: ModelCapabilities
  price: ModelPrice | null
  /** False: shut down, or turned off by the administrator. */
  available: boolean
  /** The reasoning efforts that the model takes, least first; empty where it takes none. */
  efforts: readonly ReasoningEffort[]
  webSearch: boolean
  files: boolean
  /** False: the server knows the id only and has guessed the rest. */
  known: boolean
  /** The first day without the model, `YYYY-MM-DD`. */
  shutdownDate: string | null
  /** Id of the model that its provider recommends instead. */
  successor: string | null
}

export type ModelPrice = {
  inputPerMillion: number
  outputPerMillion: number
  cachedInputPerMillion?: number | null
  currency: string
}

export type ModelList = {
  items: Model[]
  /** Id of the model for new conversations. */
  defaultModel: string | null
  /** The same if an administrator has set it. */
  tenantDefault?: string | null
}

/** One thing that the check of a key has found. `link` is the page where it can be changed. */
export type KeyFinding = {
  code: string
  severity: 'info' | 'warning'
  title: string
  detail: string
  action?: string | null
  link?: string | null
}

/** A rate limit of the key, as the provider's headers told it; `resetSeconds` counts from the check. */
export type RateLimit = { limit: number; remaining: number; resetSeconds: number | null }

export type Headroom = { requests: RateLimit | null; tokens: RateLimit | null }

/** What a key can do. A key that can answer is valid, whatever else it may not do. */
export type KeyCheck = {
  valid: boolean
  /** Ids of the models that it can use. */
  models: string[]
  catalogue: Model[]
  defaultModel: string | null
  findings: KeyFinding[]
  headroom: Headroom | null
  /** A regional API host that the key belongs to; null: the configured one. */
  host: string | null
  /** False: the key may not list models, and `models` is what the configuration knows. */
  listsModels: boolean
}

export type Conversation = {
  id: string
  title: string
  titleSource: 'auto' | 'user'
  model: string
  /** Left out in lists. */
  systemPrompt?: string | null
  pinned: boolean
  archived: boolean
  folderId: string | null
  headMessageId: string | null
  messageCount: number
  createdAt: string
  updatedAt: string
  version: number
}

export type NewConversation = { id: string; title?: string; model?: string; systemPrompt?: string }

export type ConversationPatch = Partial<
  Pick<
    Conversation,
    'title' | 'model' | 'systemPrompt' | 'pinned' | 'archived' | 'folderId' | 'headMessageId'
  >
>

/** `streaming` is the only status that changes by itself; every other is final. */
export type MessageStatus = 'streaming' | 'completed' | 'stopped' | 'incomplete' | 'interrupted' | 'failed'

/** `promptTokens` includes the cached and the newly cached ones, `completionTokens` those of reasoning. */
export type TokenUsage = {
  promptTokens: number
  cachedTokens?: number
  cacheWriteTokens?: number
  completionTokens: number
  reasoningTokens?: number
  /** `client`: Uru has counted, because the provider did not tell. */
  reportedBy?: 'provider' | 'client'
}

/** `seconds` is how long the model reasoned. */
export type MessagePart =
  | { type: 'text'; text: string }
  | { type: 'reasoning'; summary: string; seconds: number | null }

export type Message = {
  id: string
  parentId: string | null
  role: 'user' | 'assistant' | 'system'
  text: string
  parts?: MessagePart[]
  /** Which model answered; null on a user's message. */
  model: string | null
  status: MessageStatus
  finishReason: string | null
  usage: TokenUsage | null
  error: Problem | null
  createdAt: string
}

/** `link`: who has the link finds it; `everybody`: it is also in the list of everybody in the tenant. */
export type Audience = 'link' | 'everybody'

/** A conversation that the user shows to others, as it was at `updatedAt`. */
export type Share = {
  conversationId: string
  url: string
  token: string
  title: string
  audience: Audience
  messageCount: number
  createdAt: string
  updatedAt: string
}

/** A conversation that is shared with everybody in the tenant. */
export type ListedShare = {
  token: string
  title: string
  ownerName: string
  own: boolean
  messageCount: number
  sharedAt: string
}

export type SharedMessage = Pick<Message, 'id' | 'role' | 'text' | 'parts' | 'model' | 'status' | 'createdAt'>

/** A page of a shared conversation. Pages with different `sharedAt` belong to different states of it. */
export type SharedPage = Omit<ListedShare, 'token'> & {
  audience: Audience
  items: SharedMessage[]
  nextCursor: string | null
}

export type ReasoningEffort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max'

export type GenerationParameters = {
  temperature?: number
  maxOutputTokens?: number
  reasoningEffort?: ReasoningEffort
}

/** With `message` a new user message is sent; with `parentId` the answer to that user message is made anew. */
export type GenerationRequest = {
  id: string
  assistantMessageId: string
  model: string
  parameters?: GenerationParameters
  /** How to create the conversation if it does not exist. */
  conversation?: Omit<NewConversation, 'id'>
} & ({ message: { id: string; parentId: string | null; text: string } } | { parentId: string })

export type Generation = {
  id: string
  conversationId: string
  /** The assistant message it writes. */
  messageId: string
  status: MessageStatus
  startedAt: string
}

/** The answer to a `GenerationRequest`. */
export type StartedGeneration = Generation & {
  /** As it is after the request. Earlier servers return it only if the request had such a member. */
  conversation?: Conversation | null
}

/** RFC 9457, as the server sends it. `code` is what programs look at, `action` what people should do next. */
export type Problem = {
  type?: string
  title: string
  status: number
  detail?: string
  code: ProblemCode
  action?: string
  errorId?: string
  /** `X-Request-Id` of the response: the server's log lines for the request carry it. */
  requestId?: string
  violations?: { field: string; message: string }[]
  contextWindow?: number
  promptTokens?: number
  /** `provider_region`: the API host that the key belongs to. */
  host?: string
  /** `provider_access_denied`: the permission that the key lacks, in the provider's words. */
  missingScope?: string
  /** `provider_quota_exceeded`: whose limit is reached. */
  limit?: 'credit' | 'organization' | 'project'
  /** `model_not_available`: the model that was asked, when it was or will be shut down, and what replaces it. */
  model?: string
  shutdownDate?: string
  successor?: string
  /** Seconds, where the provider has named a time to wait. */
  retryAfter?: number
  /** The request was taken and its generation has failed: the question and the failed answer are in the conversation. */
  generationId?: string
}

export type ProblemCode =
  | 'validation_failed'
  | 'malformed_json'
  | 'payload_too_large'
  | 'unsupported_media_type'
  | 'not_found'
  | 'method_not_allowed'
  | 'unauthenticated'
  | 'token_expired'
  | 'bad_credentials'
  | 'session_expired'
  | 'forbidden'
  | 'sign_up_closed'
  | 'csrf_rejected'
  | 'email_taken'
  | 'id_conflict'
  | 'generation_running'
  | 'already_rotated'
  | 'version_conflict'
  | 'last_admin'
  | 'rate_limited'
  | 'too_many_attempts'
  | 'quota_exceeded'
  | 'too_many_streams'
  | 'provider_key_missing'
  | 'provider_key_unreadable'
  | 'provider_key_invalid'
  | 'provider_access_denied'
  | 'provider_region'
  | 'provider_quota_exceeded'
  | 'provider_rate_limited'
  | 'model_not_available'
  | 'context_length_exceeded'
  | 'content_refused'
  | 'answer_empty'
  | 'provider_unavailable'
  | 'provider_timeout'
  | 'service_unavailable'
  | 'internal_error'

/** The events of a generation's stream; the last one of a stream is one of the final five. */
export type GenerationEvent =
  | {
      event: 'started'
      data: { generation: Generation; userMessage: Message; assistantMessage: Message }
    }
  | { event: 'reasoning'; data: { text: string } }
  | { event: 'delta'; data: { text: string } }
  | { event: 'title'; data: { title: string } }
  | { event: 'completed' | 'stopped' | 'incomplete' | 'interrupted'; data: { message: Message } }
  | { event: 'failed'; data: { message: Message; problem: Problem | null } }

/** A generation that runs, and the id of its last event that the stream of the user's events does not deliver. */
export type RunningGeneration = { generation: Generation; position: number }

/** One event of one generation; `after` is the position of the event before it. */
export type EnvelopedEvent = {
  generationId: string
  after: number
  position: number
  event: string
  data: unknown
}

/** The events of `GET /me/events`. */
export type UserEvent =
  | { event: 'running'; data: { generations: RunningGeneration[] } }
  | { event: 'conversation_changed'; data: { id: string; version: number } }
  | { event: 'conversation_deleted'; data: { id: string } }
  | { event: 'generation_started'; data: { generation: Generation } }
  | { event: 'generation'; data: EnvelopedEvent }

/** Some events of a generation. `ended`: its last event is among them, or comes before them. */
export type EventPage = { events: { id: number; event: string; data: unknown }[]; ended: boolean }

/** A person as an administrator sees them. */
export type AdminUser = {
  id: string
  email: string
  displayName: string
  role: Role
  status: 'active' | 'disabled'
  /** No password was set yet. */
  invited: boolean
  /** How many are alive. */
  sessions: number
  lastUsedAt: string | null
  /** `bytes` of the texts of messages; undefined from a server of an earlier version. */
  storage?: { bytes: number; conversations: number }
  createdAt: string
  version: number
}

export type AdminUserPage = Page<AdminUser> & { total: number }

export type AdminUserPatch = Partial<Pick<AdminUser, 'displayName' | 'role' | 'status'>>

export type NewAdminUser = Pick<AdminUser, 'id' | 'email' | 'displayName' | 'role'>

/** A link by which a person sets a password; its secret is told only once. */
export type PasswordLink = {
  url: string
  expiresAt: string
  /** The mail server has taken a mail with the link. */
  mailed: boolean
  /** Why not, in a sentence; null also where there is no mail server. */
  mailProblem: string | null
}

/** What became of a line of a file of people; in a dry run, what would become of it. */
export type ImportedPerson = {
  /** Number of the line in the file, from 1. */
  line: number
  email: string
  displayName: string
  role: string
  status: 'created' | 'exists' | 'invalid'
  problem: string | null
  /** Of a person who was created. */
  invitation: PasswordLink | null
}

/** How a browser keeps a provider key. */
export type KeyProtection = 'passphrase' | 'device' | 'tab'

/** What an organisation can switch off. */
export type Feature = 'export' | 'sharing'

/** Where people are told that answers come from an AI: always, or where a conversation begins. */
export type AiNoticePlace = 'composer' | 'first_message'

/** The settings of the tenant that hold for the signed-in person. */
export type MySettings = {
  /** New conversations that come without a system prompt get one. */
  instructions: boolean
  banner: string | null
  /** `text`: null for Uru's own words. */
  aiNotice: { place: AiNoticePlace; text: string | null }
  /** Days without activity after which a conversation is deleted; null: never. */
  retentionDays: number | null
  /** How this browser may keep a key that is added. */
  keyProtections: KeyProtection[]
  features: Record<Feature, boolean>
}

/** How much an organisation lets each person (`user`) or all together (`tenant`) store; null: no limit. */
export type StorageSettings = Record<
  `${'user' | 'tenant'}${'StorageMegabytes' | 'Conversations'}`,
  number | null
>

/** What is set for a tenant. Null and empty lists: not set, so that `configured` holds. */
export type TenantSettings = BudgetSettings &
  StorageSettings & {
    version: number
    signUp: SignUpMode | null
    signUpDomains: string[]
    /** Ids and patterns: `*` any text, `?` a character, `#` a digit. */
    allowedModels: string[]
    defaultModel: string | null
    /** System prompt of new conversations that come without one. */
    instructions: string | null
    banner: string | null
    aiNotice: AiNoticePlace | null
    aiNoticeText: string | null
    /** Days without activity after which a conversation is deleted; null: never. */
    retentionDays: number | null
    titleModel: string | null
    /** How browsers may keep keys that are added. */
    keyProtections: KeyProtection[]
    /** Whether scripts may send keys that are not sealed; null: as the server is configured. */
    plainKeys: boolean | null
    /** Of one person. */
    questionsPerMinute: number | null
    /** Of one person. */
    questionsPerDay: number | null
    /** Of all together. */
    tenantQuestionsPerMinute: number | null
    disabledFeatures: Feature[]
    configured: { signUp: SignUpMode; defaultModel: string; titleModel: string; questionsPerMinute: number }
  }

/** A merge patch (RFC 7396). */
export type TenantSettingsPatch = Partial<Omit<TenantSettings, 'version' | 'configured'>>

/** A change of the settings in the past. */
export type SettingsChange = {
  /** The version that it made. */
  version: number
  changedAt: string
  /** `displayName`: null if the person was deleted. */
  changedBy: { id: string; displayName: string | null }
  changes: { setting: string; before: unknown; after: unknown }[]
}

export type PasswordLinkRecipient = { email: string; displayName: string; invitation: boolean }

/** Where the account is signed in. */
export type LoginSession = {
  id: string
  userAgent: string
  /** The IP address from which it was opened; a server of an older version does not tell. */
  address?: string | null
  createdAt: string
  lastUsedAt: string
  expiresAt: string
  /** The one that asks. */
  current: boolean
}
