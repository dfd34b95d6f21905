import { requestJson } from './access'
import type { Model, ModelList } from './schema'

/** Returns the models that the server knows without a key, and which of them is the default. */
export async function getModels(): Promise<ModelList> {
  const { items, defaultModel, tenantDefault } = await requestJson<{
    items: (Partial<Model> & { id: string })[]
    defaultModel?: string | null
    tenantDefault?: string | null
  }>({ method: 'GET', path: '/models' })
  return {
    items: items.map(completeModel),
    defaultModel: defaultModel ?? null,
    tenantDefault: tenantDefault ?? null,
  }
}

/** Returns the model with cautious values for the members that the server, or an older version of Uru, left out. */
export function completeModel(model: Partial<Model> & { id: string }): Model {
  return {
    label: model.id,
    description: '',
    contextWindow: 0,
    maxOutputTokens: 0,
    capabilities: {
      systemPrompt: true,
      temperature: false,
      reasoningEffort: false,
      vision: false,
      streaming: true,
    },
    price: null,
    available: true,
    efforts: [],
    webSearch: false,
    files: false,
    known: true,
    shutdownDate: null,
    successor: null,
    ...model,
  }
}
