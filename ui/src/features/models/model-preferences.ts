import type { Model, ReasoningEffort } from '@/shared/api/schema'
import { createUserStore } from '@/shared/user-store'

/** What a user has chosen about models, by model id. */
export type ModelPreferences = {
  /** In the order in which they were added. */
  favourites: readonly string[]
  /** The models that were asked last, newest first. */
  recent: readonly string[]
  /** Reasoning efforts; a model that is missing here uses its provider's default. */
  efforts: Readonly<Record<string, ReasoningEffort>>
  /** Models whose note about their end was closed, with the date that the note named. */
  closedNotes: Readonly<Record<string, string>>
}

const MOST_RECENT = 5

const store = createUserStore<ModelPreferences>('uru.models.', (stored) => {
  const { favourites, recent, efforts, closedNotes } = (stored ?? {}) as Partial<ModelPreferences>
  return {
    favourites: Array.isArray(favourites) ? favourites : [],
    recent: Array.isArray(recent) ? recent : [],
    efforts: { ...efforts },
    closedNotes: { ...closedNotes },
  }
})

/** The signed-in user's preferences about models, kept in this browser. */
export const useModelPreferences = store.use

export function toggleFavourite(modelId: string): void {
  const { favourites } = useModelPreferences.getState()
  const others = favourites.filter((id) => id !== modelId)
  change({ favourites: others.length < favourites.length ? others : [...favourites, modelId] })
}

/** Records that a model was asked. */
export function noteModelUse(modelId: string): void {
  const { recent } = useModelPreferences.getState()
  if (recent[0] === modelId) return
  change({ recent: [modelId, ...recent.filter((id) => id !== modelId)].slice(0, MOST_RECENT) })
}

/** Sets the reasoning effort of a model; null is the provider's default. */
export function setEffort(modelId: string, effort: ReasoningEffort | null): void {
  const { [modelId]: _, ...others } = useModelPreferences.getState().efforts
  change({ efforts: effort === null ? others : { ...others, [modelId]: effort } })
}

/** Returns the effort that the user has chosen for a model, or null for the provider's default. */
export function useEffort(model: Model | undefined): ReasoningEffort | null {
  return useModelPreferences((preferences) => (model ? effortOf(model, preferences) : null))
}

/** Returns the user's effort for a model; null where none is chosen or the model no longer takes it. */
export function effortOf(
  { id, efforts }: Pick<Model, 'id' | 'efforts'>,
  preferences = useModelPreferences.getState(),
): ReasoningEffort | null {
  const chosen = preferences.efforts[id]
  return chosen !== undefined && efforts.includes(chosen) ? chosen : null
}

/** Closes the note that a model ends on `shutdownDate`, for all conversations. */
export function closeNote(modelId: string, shutdownDate: string): void {
  const { closedNotes } = useModelPreferences.getState()
  change({ closedNotes: { ...closedNotes, [modelId]: shutdownDate } })
}

function change(preferences: Partial<ModelPreferences>): void {
  store.set({ ...useModelPreferences.getState(), ...preferences })
}
