import { completeModel } from '@/shared/api/models'
import type { Model } from '@/shared/api/schema'
import { createUserStore } from '@/shared/user-store'

/** What a key check found out about the models of the user's key. */
export type KeyCatalogue = {
  /** Models that the key can use, and models that are shut down (`available: false`). */
  models: readonly Model[]
  /** Id of the model for new conversations; null if the server names none. */
  defaultModel: string | null
  /** The time of the key check (RFC 3339). */
  checkedAt: string
  /** False: the key may not list models, so that a model missing in `models` may still work. */
  listsModels: boolean
}

const LIFETIME_MS = 24 * 60 * 60_000

const store = createUserStore<{ catalogue: KeyCatalogue | null }>('uru.catalogue.', (stored) => ({
  catalogue: parse((stored as { catalogue?: unknown } | null)?.catalogue),
}))

/** The catalogue of the signed-in user's key, kept in this browser for a day; null until a key was checked. */
export const useKeyCatalogue = store.use

/** Replaces the catalogue of the user's key. */
export function setKeyCatalogue(catalogue: KeyCatalogue): void {
  store.set({ catalogue: completed(catalogue) })
}

function parse(stored: unknown): KeyCatalogue | null {
  const catalogue = stored as KeyCatalogue | null | undefined
  if (!catalogue || !Array.isArray(catalogue.models) || typeof catalogue.checkedAt !== 'string') return null
  return Date.now() - Date.parse(catalogue.checkedAt) < LIFETIME_MS ? completed(catalogue) : null
}

function completed(catalogue: KeyCatalogue): KeyCatalogue {
  return { ...catalogue, models: catalogue.models.map(completeModel) }
}
