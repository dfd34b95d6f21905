import type { Model } from '@/shared/api/schema'
import { type Catalogue, isChoosable, isShutDown } from './lifecycle'
import type { ModelPreferences } from './model-preferences'

export type ModelGroup = { label: string; models: readonly Model[] }

/** The id of a dated snapshot: the undated model's, then `-2026-09-22`, or `-0613` of older models. */
const SNAPSHOT = /^(.+)-(?:\d{4}-\d{2}-\d{2}|(?:0[1-9]|1[0-2])[0-3]\d)$/

/** Returns the catalogue without the dated snapshots whose undated model can be chosen, except those with an id in `kept`. */
export function hideSnapshots(
  catalogue: Catalogue,
  kept: readonly (string | undefined)[],
  date: string,
): Catalogue {
  const choosable = new Set(
    catalogue.items.filter((model) => isChoosable(model, catalogue, date)).map(({ id }) => id),
  )
  const isHidden = (id: string) => choosable.has(SNAPSHOT.exec(id)?.[1] ?? '') && !kept.includes(id)
  return { ...catalogue, items: catalogue.items.filter(({ id }) => !isHidden(id)) }
}

/**
 * Returns the models in the groups in which the selector shows them. Every model is in one group, the first that fits; models
 * that the user's key does not list are in none; empty groups are left out.
 */
export function groupModels(
  catalogue: Catalogue,
  { favourites, recent }: Pick<ModelPreferences, 'favourites' | 'recent'>,
  date: string,
): ModelGroup[] {
  const byId = new Map<string, Model>()
  const shutDown: Model[] = []
  for (const model of catalogue.items) {
    if (isChoosable(model, catalogue, date)) byId.set(model.id, model)
    else if (isShutDown(model, date)) shutDown.push(model)
  }
  const take = (ids: readonly string[]) =>
    ids.flatMap((id) => {
      const model = byId.get(id)
      byId.delete(id)
      return model ?? []
    })
  const favouriteModels = take(favourites)
  const recentModels = take(recent)
  const others = [...byId.values()]
  return [
    { label: 'Favourites', models: favouriteModels },
    { label: 'Recently used', models: recentModels },
    { label: 'Models', models: others.filter(({ known }) => known) },
    { label: 'Other models of your key', models: others.filter(({ known }) => !known) },
    { label: 'Shut down', models: shutDown },
  ].filter(({ models }) => models.length > 0)
}

/** Returns the groups with the models whose label, id or description contains every word of the query. */
export function searchGroups(groups: readonly ModelGroup[], query: string): readonly ModelGroup[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return groups
  const matches = ({ label, id, description }: Model) => {
    const text = `${label} ${id} ${description}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }
  return groups
    .map(({ label, models }) => ({ label, models: models.filter(matches) }))
    .filter(({ models }) => models.length > 0)
}
