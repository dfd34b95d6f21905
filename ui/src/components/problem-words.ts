import { Globe, MessageSquareDashed, ShieldAlert, Wallet } from 'lucide-react'
import type { ClientProblemCode } from '@/shared/api/problem-error'
import type { Problem, ProblemCode } from '@/shared/api/schema'
import type { Advice } from './problem-advice'

const KEYS = { label: 'Open your API keys at OpenAI', href: 'https://platform.openai.com/api-keys' }
const BILLING = {
  label: 'Open billing at OpenAI',
  href: 'https://platform.openai.com/settings/organization/billing/overview',
}
const LIMITS = {
  label: 'See your limits at OpenAI',
  href: 'https://platform.openai.com/settings/organization/limits',
}
const PROJECT_LIMITS = {
  label: 'Open the project’s limits at OpenAI',
  href: 'https://platform.openai.com/settings/project/limits',
}
const ORGANIZATION = {
  label: 'Open your organisation at OpenAI',
  href: 'https://platform.openai.com/settings/organization/general',
}
const DEPRECATIONS = {
  label: 'See OpenAI’s shutdown dates',
  href: 'https://platform.openai.com/docs/deprecations',
}
const STATUS = { label: 'See OpenAI’s status', href: 'https://status.openai.com' }
const POLICIES = { label: 'Read OpenAI’s usage policies', href: 'https://openai.com/policies/usage-policies' }

const NO_KEY: Advice = {
  title: 'Add your OpenAI key first',
  text: 'Uru has no key of its own: every answer is asked for with yours.',
  remedy: 'key',
  retry: false,
}

/** By code; null where the words that come with the problem are the best, because they differ from case to case. */
const WORDS: Readonly<Record<ProblemCode | ClientProblemCode, Advice | null>> = {
  validation_failed: null,
  malformed_json: null,
  payload_too_large: {
    title: 'That is too long to send',
    text: 'A message may have up to 200,000 characters. Split it into parts.',
    retry: false,
  },
  unsupported_media_type: null,
  not_found: {
    title: 'There is nothing here',
    text: 'It does not exist, was deleted, or belongs to another person.',
    retry: false,
  },
  method_not_allowed: null,
  unauthenticated: null,
  token_expired: null,
  bad_credentials: null,
  session_expired: {
    title: 'Your session has ended',
    text: 'Sign in again to go on. What you have typed is still there.',
    retry: false,
  },
  forbidden: {
    title: 'Your account may read, but not write',
    text: 'Ask an administrator if you need to.',
    retry: false,
  },
  sign_up_closed: null,
  csrf_rejected: null,
  email_taken: null,
  id_conflict: null,
  generation_running: {
    title: 'An answer is still being written here',
    text: 'Wait until it is finished, or stop it.',
    retry: true,
  },
  already_rotated: null,
  version_conflict: {
    title: 'Somebody else has changed this meanwhile',
    text: 'Look at the change, then do yours again.',
    retry: false,
  },
  last_admin: null,
  rate_limited: {
    title: 'Too many requests',
    text: 'Uru limits how often each person may ask. Wait a moment, then try again.',
    retry: true,
  },
  too_many_attempts: null,
  quota_exceeded: null,
  too_many_streams: {
    title: 'Too many answers at the same time',
    text: 'Wait until one of your other answers is finished, stop one, or close a tab that you do not need.',
    retry: true,
  },
  provider_key_missing: NO_KEY,
  provider_key_unreadable: {
    title: 'Your key did not arrive in readable form',
    text: 'A sealed key is good for one minute only, and the server could not open this one. Try again; if it happens once more, check this computer’s clock.',
    retry: true,
  },
  provider_key_invalid: {
    title: 'OpenAI does not accept your key',
    text: 'It may be mistyped, revoked or belong to a closed account. Copy it again, or make a new one.',
    link: KEYS,
    remedy: 'key',
    retry: true,
  },
  provider_access_denied: {
    title: 'OpenAI denied access',
    text: 'Your key works, but your organisation or project may not use what was asked for. Check that the organisation is verified and that the project allows this model.',
    link: ORGANIZATION,
    retry: true,
  },
  provider_region: {
    title: 'Your key belongs to another region',
    text: 'OpenAI accepts it only at the address of that region. Uru checks the key again: try again. If this stays, your administrator has to allow the address.',
    link: KEYS,
    icon: Globe,
    tone: 'warn',
    remedy: 'key',
    retry: true,
  },
  provider_quota_exceeded: {
    title: 'Your OpenAI account has no credit left',
    text: 'The balance is used up or the monthly limit is reached. Add credit or raise the limit, then try again.',
    link: BILLING,
    icon: Wallet,
    tone: 'warn',
    retry: true,
  },
  provider_rate_limited: {
    title: 'OpenAI asks for a pause',
    text: 'Your account sends more per minute than its tier allows for this model.',
    link: LIMITS,
    retry: true,
  },
  model_not_available: {
    title: 'This model is not available to you',
    text: 'Your OpenAI account or your administrator does not offer it. Choose another one at the top.',
    link: LIMITS,
    remedy: 'model',
    retry: false,
  },
  context_length_exceeded: {
    title: 'The conversation is too long for this model',
    text: 'Choose a model with a larger context window, shorten the message, or start a new conversation.',
    remedy: 'conversation',
    retry: false,
  },
  content_refused: {
    title: 'OpenAI declined to answer this',
    text: 'Its safety system refused something in the conversation. Change your question, then try again.',
    link: POLICIES,
    icon: ShieldAlert,
    tone: 'info',
    retry: true,
  },
  answer_empty: {
    title: 'The model returned no text',
    text: 'It may have used its whole token limit for reasoning. Try again, choose a lower reasoning effort, or use another model.',
    icon: MessageSquareDashed,
    tone: 'info',
    retry: true,
  },
  provider_unavailable: {
    title: 'OpenAI cannot be reached right now',
    text: 'It did not answer, or its answer broke off. Wait a moment, then try again.',
    link: STATUS,
    retry: true,
  },
  provider_timeout: {
    title: 'OpenAI took too long',
    text: 'No text came within the time allowed. Large models can be slow at busy hours.',
    link: STATUS,
    retry: true,
  },
  service_unavailable: {
    title: 'Uru is restarting',
    text: 'Or its database does not answer. Your text is saved in this browser; try again shortly.',
    retry: true,
  },
  internal_error: null,
  network_unreachable: null,
  unexpected_response: null,
  gateway_page: null,
  insecure_context: null,
  vault_empty: NO_KEY,
  vault_locked: {
    title: 'Your key is locked',
    text: 'Enter your passphrase to go on.',
    remedy: 'unlock',
    retry: true,
  },
  vault_wrong_passphrase: null,
  vault_damaged: {
    title: 'The key kept in this browser cannot be used',
    text: 'It was changed, or stored for another person. Add it anew.',
    remedy: 'key',
    retry: false,
  },
  vault_malformed_key: null,
  vault_admin_key: null,
  vault_weak_passphrase: null,
  vault_storage_unavailable: null,
}

const LINKS: readonly NonNullable<Advice['link']>[] = [
  KEYS,
  BILLING,
  LIMITS,
  PROJECT_LIMITS,
  ORGANIZATION,
  DEPRECATIONS,
]

/**
 * What the server calls a code as a whole, for codes that have several causes. Any other title is that of a certain cause, which
 * the server explains better than the words here can.
 */
const GENERAL_TITLES: Readonly<Partial<Record<ProblemCode | ClientProblemCode, string>>> = {
  provider_key_invalid: 'OpenAI does not accept this key',
  provider_access_denied: 'OpenAI denied access',
  provider_quota_exceeded: 'A limit of your OpenAI account is reached',
  provider_rate_limited: "OpenAI's rate limit is reached",
  provider_unavailable: 'OpenAI cannot be reached',
  payload_too_large: 'The request is too large',
}
/** The one cause of `model_not_available` that its members do not tell. */
const MODEL_DENIED = 'The key may not use this model'

/** By whose limit is reached. */
const LIMIT_REACHED: Readonly<Record<NonNullable<Problem['limit']>, Partial<Advice>>> = {
  credit: { text: 'Its prepaid balance is used up. Add credit at OpenAI, then try again.' },
  organization: {
    title: 'Your organisation’s limit at OpenAI is reached',
    text: 'Your organisation has spent what it may spend this month. An owner of the organisation can raise the limit; adding credit does not help.',
    link: LIMITS,
  },
  project: {
    title: 'Your project’s limit at OpenAI is reached',
    text: 'The project of this key has spent what it may spend this month. An owner of the project can raise the limit, or use a key of another project.',
    link: PROJECT_LIMITS,
    remedy: 'key',
  },
}

/** What is said differently because of what the server told besides the code. */
const DETAILED: Readonly<
  Partial<Record<ProblemCode | ClientProblemCode, (known: Advice, told: Partial<Problem>) => Partial<Advice>>>
> = {
  forbidden: (_, { detail, action = '' }) =>
    detail === undefined ? {} : { title: 'This is not allowed here', text: `${detail} ${action}`.trim() },
  rate_limited: (_, { detail }) =>
    detail === undefined ? {} : { text: `${detail} Wait a moment, then try again.` },
  context_length_exceeded: ({ text }, told) => ({ text: `${lengths(told)}${text}` }),
  provider_access_denied: (_, { missingScope }) =>
    missingScope === undefined
      ? {}
      : {
          title: 'Your key lacks a permission',
          text: `OpenAI requires the permission “${missingScope}”, which this key does not have. Add it to the key at OpenAI, or use another key.`,
          link: KEYS,
          remedy: 'key',
        },
  content_refused: (_, told) => (told.detail && told.action ? { text: `${told.detail} ${told.action}` } : {}),
  provider_region: (_, { host }) =>
    host === undefined
      ? {}
      : {
          text: `OpenAI accepts it only at ${host}. Uru checks the key again: try again. If this stays, your administrator has to allow ${host}.`,
        },
  provider_quota_exceeded: (_, { limit }) => (limit === undefined ? {} : (LIMIT_REACHED[limit] ?? {})),
  model_not_available: ({ title }, { model, shutdownDate, successor }) => {
    const instead = successor === undefined ? '' : ` OpenAI recommends ${successor} instead.`
    if (shutdownDate === undefined || Date.parse(shutdownDate) > Date.now()) {
      const text = `Your OpenAI account or your administrator does not offer it. Choose another one at the top.${instead}`
      return { title: model === undefined ? title : `${model} is not available to you`, text }
    }
    return {
      title: `${model ?? 'This model'} was shut down`,
      text: `OpenAI shut it down on ${formatDay(shutdownDate)}. Choose another one at the top.${instead}`,
      link: DEPRECATIONS,
    }
  },
}

/** Returns the words for a problem, or null if those that came with it are to be shown. */
export function wordsFor(code: ProblemCode | ClientProblemCode, told: Partial<Problem>): Advice | null {
  const general = WORDS[code]
  if (!general) return null
  const detailed = DETAILED[code]?.(general, told)
  const { title, detail, action } = told
  const text = [detail, action].filter(Boolean).join(' ')
  if (title === undefined || text === '' || !isOfOneCause(code, title)) return { ...general, ...detailed }
  const { link: _, ...rest } = general
  const link = linkIn(action) ?? detailed?.link
  return { ...rest, ...detailed, title, text, ...(link && { link }) }
}

function isOfOneCause(code: ProblemCode | ClientProblemCode, title: string): boolean {
  if (code === 'model_not_available') return title === MODEL_DENIED
  return code in GENERAL_TITLES && title !== GENERAL_TITLES[code]
}

/** Returns the link to the page of OpenAI that is named in what to do, or undefined if none is. */
function linkIn(action = ''): Advice['link'] {
  const [address] = /platform\.openai\.com\/[\w/-]+/.exec(action) ?? []
  return address === undefined ? undefined : LINKS.find(({ href }) => href.startsWith(`https://${address}`))
}

function formatDay(date: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(date))
}

function lengths({ contextWindow, promptTokens }: Partial<Problem>): string {
  if (contextWindow === undefined || promptTokens === undefined) return ''
  return `It has ${promptTokens.toLocaleString()} tokens, and the model reads ${contextWindow.toLocaleString()}. `
}
