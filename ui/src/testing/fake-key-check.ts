import type { KeyCheck, KeyFinding } from '@/shared/api/schema'

const PROJECT_KEY: KeyFinding = {
  code: 'key_kind',
  severity: 'info',
  title: 'Project key of a user',
  detail: 'It belongs to one project and ends with its user’s membership.',
}
const VERIFIED: KeyFinding = {
  code: 'organization_verified',
  severity: 'info',
  title: 'Verified organisation',
  detail: 'All models may stream and show how they reason.',
}
const EUROPE: KeyFinding = {
  code: 'region',
  severity: 'info',
  title: 'Region: Europe',
  detail: 'OpenAI serves this key at eu.api.openai.com, and Uru uses that address.',
}
const NO_MODEL_LIST: KeyFinding = {
  code: 'models_not_listed',
  severity: 'warning',
  title: 'This key may not list models',
  detail: 'OpenAI: “Missing scopes: api.model.read”. Uru offers the models that it knows.',
  action: 'To see all of your models, allow “List models” for this key.',
  link: 'https://platform.openai.com/api-keys',
}
const UNVERIFIED: KeyFinding = {
  code: 'organization_unverified',
  severity: 'warning',
  title: 'Organisation not verified',
  detail: 'OpenAI shows no reasoning summaries to it.',
  action: 'Verify the organisation; it takes about 15 minutes to have an effect.',
  link: 'https://platform.openai.com/settings/organization/general',
}
const EXPIRES: KeyFinding = {
  code: 'key_expires',
  severity: 'warning',
  title: 'Expires on 12 December 2026',
  detail: 'After that OpenAI no longer accepts it.',
  action: 'Create a new key in time.',
  link: 'https://platform.openai.com/api-keys',
}

/** What the check says about a key that can answer: its name says what else it is. */
export function keyCheckOf(key: string, models: readonly string[]): KeyCheck {
  const restricted = key.includes('restricted')
  const european = key.includes('-eu-')
  return {
    valid: true,
    models: [...models],
    catalogue: [],
    defaultModel: null,
    findings: restricted
      ? [PROJECT_KEY, NO_MODEL_LIST, UNVERIFIED, EXPIRES]
      : [PROJECT_KEY, VERIFIED, ...(european ? [EUROPE] : [])],
    headroom: {
      requests: { limit: 500, remaining: 499, resetSeconds: 0.12 },
      tokens: { limit: 200_000, remaining: restricted ? 9_120 : 188_400, resetSeconds: 57 },
    },
    host: european ? 'eu.api.openai.com' : null,
    listsModels: !restricted,
  }
}
