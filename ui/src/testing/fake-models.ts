import { completeModel } from '@/shared/api/models'
import type { Model, ReasoningEffort } from '@/shared/api/schema'

/** What OpenAI answers to a key's question for its models, as the server tells it. */
export type FakeKeyCatalogue = { models: readonly Model[]; defaultModel: string | null }

const DAY_MS = 24 * 60 * 60_000

/** Returns a date so many days from now, as the API writes it. */
function daysFromNow(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)
}

function legacy(
  id: string,
  description: string,
  contextWindow: number,
  [inputPerMillion, outputPerMillion]: [number, number],
  reasons: boolean,
): Model {
  return completeModel({
    id,
    description,
    contextWindow,
    maxOutputTokens: 16_384,
    capabilities: {
      systemPrompt: !reasons,
      temperature: !reasons,
      reasoningEffort: reasons,
      vision: id.startsWith('gpt-4'),
      streaming: true,
    },
    efforts: reasons ? ['low', 'medium', 'high'] : [],
    price: { inputPerMillion, outputPerMillion, cachedInputPerMillion: null, currency: 'USD' },
  })
}

/** Seven models that are all available. */
export const models: readonly Model[] = [
  legacy('gpt-4o', 'Fast and versatile, for most questions', 128_000, [2.5, 10], false),
  legacy('gpt-4o-mini', 'Small, quick and cheap', 128_000, [0.15, 0.6], false),
  legacy('o1', 'Thinks before it answers, for hard problems', 200_000, [15, 60], true),
  legacy('o1-mini', 'Thinks briefly, good at code and mathematics', 128_000, [1.1, 4.4], true),
  legacy('gpt-4-turbo', 'The former flagship', 128_000, [10, 30], false),
  legacy('gpt-4', 'The first GPT-4', 8_192, [30, 60], false),
  legacy('gpt-3.5-turbo', 'The classic', 16_385, [0.5, 1.5], false),
]

const EFFORTS: readonly ReasoningEffort[] = ['none', 'low', 'medium', 'high', 'xhigh', 'max']

function modern(
  id: string,
  label: string,
  description: string,
  [inputPerMillion, outputPerMillion]: [number, number],
  efforts = EFFORTS,
): Model {
  return completeModel({
    id,
    label,
    description,
    contextWindow: 1_050_000,
    maxOutputTokens: 128_000,
    capabilities: {
      systemPrompt: true,
      temperature: false,
      reasoningEffort: true,
      vision: true,
      streaming: true,
    },
    efforts,
    webSearch: true,
    files: true,
    price: {
      inputPerMillion,
      outputPerMillion,
      cachedInputPerMillion: inputPerMillion / 10,
      currency: 'USD',
    },
  })
}

/** The four current models, two that end in 47 days and five that are shut down. */
export function currentModels(): Model[] {
  const end = { shutdownDate: daysFromNow(47), successor: 'gpt-6-luna' }
  const past = (successor: string) => ({ available: false, shutdownDate: daysFromNow(-36), successor })
  return [
    modern('gpt-6-luna', 'GPT-6 Luna', 'Quick and inexpensive; for everyday questions', [0.1, 0.5]),
    modern('gpt-6.2-sol', 'GPT-6.2 Sol', 'Thorough; for code, analysis and long documents', [2, 10]),
    modern('gpt-6.1-terra', 'GPT-6.1 Terra', 'Balances quality and price', [1, 5]),
    modern(
      'gpt-6.2-astra',
      'GPT-6.2 Astra',
      'The most capable model; for hard problems in science, code and mathematics',
      [8, 40],
      EFFORTS.slice(1),
    ),
    ...models.map((model) => ({
      ...model,
      label: model.id.replace('gpt', 'GPT').replace('-mini', ' mini').replace('-turbo', ' Turbo'),
      ...(model.id.startsWith('gpt-4o')
        ? end
        : past(model.id.startsWith('o') ? 'gpt-6.2-sol' : 'gpt-6.1-terra')),
    })),
  ]
}

/** Returns the dated snapshots of three current models. */
export function datedSnapshots(): Model[] {
  return ['gpt-6-luna-2026-09-22', 'gpt-6.2-sol-2026-10-01', 'gpt-4o-2024-08-06'].flatMap((id) =>
    currentModels()
      .filter((model) => id.startsWith(`${model.id}-`))
      .map((model) => ({ ...model, id, label: `${model.label} (${id.slice(-10)})` })),
  )
}

/** Returns as many models as are asked for: the current ones, then those that only their id is known of. */
export function manyModels(count: number): Model[] {
  const known = currentModels()
  const unknown = Array.from({ length: Math.max(0, count - known.length) }, (_, index) =>
    completeModel({ id: `ft:gpt-6-luna:acme:assistant-${index + 1}`, known: false }),
  )
  return [...known, ...unknown]
}
