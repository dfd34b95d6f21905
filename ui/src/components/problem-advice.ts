import type { ProblemError } from '@/shared/api/problem-error'
import type { Problem } from '@/shared/api/schema'

/** What the reader of a problem is told: what happened, why and what to do, and where at OpenAI to do it. */
export interface Advice {
  readonly title: string
  readonly text: string
  readonly link?: { readonly label: string; readonly href: string }
  /** What can be done right here. */
  readonly remedy?: 'key' | 'unlock' | 'model' | 'conversation'
  /** Doing the same again can help. */
  readonly retry: boolean
}

const KEYS = { label: 'Open your API keys at OpenAI', href: 'https://platform.openai.com/api-keys' }
const BILLING = {
  label: 'Open billing at OpenAI',
  href: 'https://platform.openai.com/settings/organization/billing/overview',
}
const LIMITS = {
  label: 'See your limits at OpenAI',
  href: 'https://platform.openai.com/settings/organization/limits',
}
const COUNTRIES = {
  label: 'See where OpenAI is available',
  href: 'https://platform.openai.com/docs/supported-countries',
}
const STATUS = { label: 'See OpenAI’s status', href: 'https://status.openai.com' }
const POLICIES = { label: 'Read OpenAI’s usage policies', href: 'https://openai.com/policies/usage-policies' }

const ADVICE: Record<string, Advice> = {
  provider_key_missing: {
    title: 'Add your OpenAI key first',
    text: 'Uru has no key of its own: every answer is asked for with yours.',
    remedy: 'key',
    retry: false,
  },
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
    title: 'OpenAI does not let this account in',
    text: 'Your organisation, project or region has no access to what was asked. OpenAI decides this, not Uru.',
    link: COUNTRIES,
    retry: true,
  },
  provider_quota_exceeded: {
    title: 'Your OpenAI account has no credit left',
    text: 'The balance is used up or the monthly limit is reached. Add credit or raise the limit, then try again.',
    link: BILLING,
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
    text: 'Its safety system objected to something in the conversation. Put it differently and try again.',
    link: POLICIES,
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
  generation_running: {
    title: 'An answer is still being written here',
    text: 'Wait until it is finished, or stop it.',
    retry: true,
  },
  too_many_streams: {
    title: 'Too many answers at the same time',
    text: 'Wait until one of your other answers is finished, stop one, or close a tab that you do not need.',
    retry: true,
  },
  rate_limited: {
    title: 'That was a little fast',
    text: 'Uru limits how often each person may ask, so that everybody gets a turn.',
    retry: true,
  },
  quota_exceeded: {
    title: 'Your quota here is used up',
    text: 'Your administrator sets how much each person may use.',
    retry: false,
  },
  forbidden: {
    title: 'Your account may read, but not write',
    text: 'Ask an administrator if you need to.',
    retry: false,
  },
  not_found: {
    title: 'There is nothing here',
    text: 'It does not exist, was deleted, or belongs to somebody else.',
    retry: false,
  },
  payload_too_large: {
    title: 'That is too long to send',
    text: 'A message may have up to 200,000 characters. Split it into parts.',
    retry: false,
  },
  service_unavailable: {
    title: 'Uru is catching its breath',
    text: 'It is restarting, or its database does not answer. Your text is safe here; try again shortly.',
    retry: true,
  },
  network_unreachable: {
    title: 'No connection to Uru',
    text: 'The server did not answer. Check your network; nothing you have typed is lost.',
    retry: true,
  },
  session_expired: {
    title: 'Your session has ended',
    text: 'Sign in again to go on. What you have typed is still there.',
    retry: false,
  },
  vault_locked: {
    title: 'Your key is locked',
    text: 'Enter your passphrase to go on.',
    remedy: 'unlock',
    retry: true,
  },
  vault_empty: {
    title: 'Add your OpenAI key first',
    text: 'Uru has no key of its own: every answer is asked for with yours.',
    remedy: 'key',
    retry: false,
  },
  vault_damaged: {
    title: 'The key kept in this browser cannot be used',
    text: 'It was changed, or stored for somebody else. Add it anew.',
    link: KEYS,
    remedy: 'key',
    retry: false,
  },
}

/** The words for a problem. Where we have none of our own, the server's are shown. */
export function adviceFor(problem: Problem | ProblemError): Advice {
  const known = ADVICE[problem.code]
  if (problem.code === 'context_length_exceeded' && known)
    return { ...known, text: `${lengths(problem)}${known.text}` }
  if (known) return known
  const words = [problem.detail, problem.action].filter(Boolean).join(' ')
  return { title: problem.title, text: words === '' ? 'Try again in a moment.' : words, retry: true }
}

function lengths(problem: Problem | ProblemError): string {
  const source = 'problem' in problem ? problem.problem : (problem as Problem)
  const { contextWindow, promptTokens } = source ?? {}
  if (contextWindow === undefined || promptTokens === undefined) return ''
  return `It has ${promptTokens.toLocaleString()} tokens, and the model reads ${contextWindow.toLocaleString()}. `
}
