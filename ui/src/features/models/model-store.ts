import { useMemo } from 'react'
import { create } from 'zustand'
import {
  changeConversation,
  findConversation,
  useConversation,
} from '@/features/conversations/conversation-store'
import { useCheckedKey, useVault, type VaultState } from '@/features/provider-key/vault-store'
import { completeModel, getModels } from '@/shared/api/models'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'
import type { GenerationParameters, Model, ModelList } from '@/shared/api/schema'
import { onUserChange } from '@/shared/api/session-store'
import { setPreferences, usePreferences } from '@/shared/preferences'
import { type KeyCatalogue, setKeyCatalogue, useKeyCatalogue } from './key-catalogue'
import { type Catalogue, isChoosable, type Lifecycle, lifecycleOf, today } from './lifecycle'
import { effortOf, type ModelPreferences, useModelPreferences } from './model-preferences'

type Models = Catalogue & {
  /** Of the server's list; the key's catalogue is there or not. */
  status: 'idle' | 'loading' | 'ready' | 'failed'
  problem: ProblemError | null
}

const NOTHING_SERVED: ModelList = { items: [], defaultModel: null }
const MOST_QUICK_CHOICES = 8

let served = NOTHING_SERVED

/** The catalogue: the models of the user's key over those that the server knows. */
export const useModels = create<Models>(() => ({
  status: 'idle',
  problem: null,
  ...merged(served, catalogueInUse()),
}))

useCheckedKey.subscribe(({ last }) => {
  if (!last) return
  const { catalogue: models, defaultModel, listsModels } = last.check
  setKeyCatalogue({ models, defaultModel, listsModels, checkedAt: last.checkedAt })
})
useKeyCatalogue.subscribe(() => useModels.setState(merged(served, catalogueInUse())))
useVault.subscribe((vault, before) => {
  if (checkOf(vault) !== checkOf(before)) useModels.setState(merged(served, catalogueInUse()))
})

onUserChange(() => {
  served = NOTHING_SERVED
  useModels.setState({ status: 'idle', problem: null, ...merged(served, catalogueInUse()) })
})

/** Reads the models that the server knows. A failure is told by `status` and `problem`. */
export async function loadModels(): Promise<void> {
  useModels.setState({ status: 'loading', problem: null })
  try {
    served = await getModels()
    useModels.setState({ status: 'ready', ...merged(served, catalogueInUse()) })
  } catch (error) {
    useModels.setState({ status: 'failed', problem: toProblemError(error) })
  }
}

/** Returns the models that there are, and which of them the user's key can use. */
export function useCatalogue(): Catalogue {
  return useModels()
}

/**
 * Returns the model that answers next in a conversation (null: in the one that does not exist yet); undefined until known.
 * A conversation keeps its model even if nobody knows it any more.
 */
export function useSelectedModel(conversationId: string | null): Model | undefined {
  const chosen = useConversation(conversationId)?.model
  const preferred = usePreferences((preferences) => preferences.defaultModel)
  const catalogue = useModels()
  return useMemo(
    () => (chosen === undefined ? defaultOf(catalogue, preferred) : findOrMake(chosen, catalogue)),
    [chosen, preferred, catalogue],
  )
}

/** Returns what stands in the way of asking a model. */
export function useLifecycle(model: Model | undefined): Lifecycle {
  const catalogue = useCatalogue()
  return useMemo(
    () => (model ? lifecycleOf(model, catalogue, today()) : { state: 'current' }),
    [model, catalogue],
  )
}

/**
 * Lets another model answer from now on. In a conversation it is that one's choice, elsewhere the default.
 *
 * @throws ProblemError when the server refused; the former model is selected again
 */
export async function selectModel(conversationId: string | null, modelId: string): Promise<void> {
  if (conversationId !== null && findConversation(conversationId)) {
    await changeConversation(conversationId, { model: modelId })
  } else {
    setPreferences({ defaultModel: modelId })
  }
}

/** Returns the user's parameters for a question to a model; undefined where the provider's defaults hold. */
export function parametersFor(modelId: string): GenerationParameters | undefined {
  const model = useModels.getState().items.find(({ id }) => id === modelId)
  const reasoningEffort = model && effortOf(model)
  return reasoningEffort ? { reasoningEffort } : undefined
}

/** Returns whether a model may be asked now with the user's key; a model that nobody knows may. */
export function mayAsk(modelId: string): boolean {
  const catalogue = useModels.getState()
  return isChoosable(findOrMake(modelId, catalogue), catalogue, today())
}

/** Returns the few models that a short menu offers: favourites, those asked last, then the first of the catalogue. */
export function useQuickChoices(): readonly Model[] {
  const catalogue = useModels()
  const preferences = useModelPreferences()
  return quickChoicesOf(catalogue, preferences)
}

/** Every answer on the screen has such a menu, so the last result is kept. */
let quick: { catalogue: Catalogue; preferences: ModelPreferences; choices: readonly Model[] } | null = null

function quickChoicesOf(catalogue: Catalogue, preferences: ModelPreferences): readonly Model[] {
  if (quick?.catalogue === catalogue && quick.preferences === preferences) return quick.choices
  const choosable = catalogue.items.filter((model) => isChoosable(model, catalogue, today()))
  const preferred = [...preferences.favourites, ...preferences.recent].flatMap(
    (id) => choosable.find((model) => model.id === id) ?? [],
  )
  const choices = [...new Set([...preferred, ...choosable])].slice(0, MOST_QUICK_CHOICES)
  quick = { catalogue, preferences, choices }
  return choices
}

function defaultOf(catalogue: Catalogue, preferred: string | null): Model | undefined {
  const choosable = catalogue.items.filter((model) => isChoosable(model, catalogue, today()))
  const find = (wanted: string | null) => choosable.find(({ id }) => id === wanted)
  return find(preferred) ?? find(catalogue.defaultModel) ?? choosable[0]
}

/** Returns the kept catalogue if it comes from the last check of the key that is in use, or while that is not known. */
function catalogueInUse(): KeyCatalogue | null {
  const { catalogue } = useKeyCatalogue.getState()
  const check = checkOf(useVault.getState())
  return check === undefined || check === catalogue?.checkedAt ? catalogue : null
}

/** Returns when the key was checked last; null: never, or there is none; undefined while the vault is not open. */
function checkOf(vault: VaultState): string | null | undefined {
  switch (vault.status) {
    case 'opening':
    case 'unavailable':
      return undefined
    case 'empty':
      return null
    case 'locked':
    case 'unlocked':
      return vault.facts.checkedAt
  }
}

function merged(server: ModelList, key: KeyCatalogue | null): Catalogue {
  if (!key) return { ...server, listed: null }
  const ofKey = new Set(key.models.map(({ id }) => id))
  const usable = key.models.filter(({ available }) => available).map(({ id }) => id)
  return {
    items: [...key.models, ...server.items.filter(({ id }) => !ofKey.has(id))],
    // A list without any model that can chat tells nothing about what the key may ask.
    listed: key.listsModels && usable.length > 0 ? new Set(usable) : null,
    // The key's default is as old as its check.
    defaultModel: usable.find((id) => id === server.tenantDefault) ?? key.defaultModel ?? server.defaultModel,
  }
}

function findOrMake(id: string, { items }: Catalogue): Model {
  return items.find((model) => model.id === id) ?? completeModel({ id, known: false })
}
