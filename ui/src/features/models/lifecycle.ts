import type { Model } from '@/shared/api/schema'

/** The models that there are, and which of them the user's key can use. */
export type Catalogue = {
  /** The models of the user's key first, then the others that the server knows. */
  items: readonly Model[]
  /** Ids of the models that the key lists; null where that is not known. */
  listed: ReadonlySet<string> | null
  /** Id of the model for new conversations, as the server recommends it. */
  defaultModel: string | null
}

/** What stands in the way of asking a model. */
export type Lifecycle =
  | { state: 'current' }
  /** It ends within 60 days. */
  | { state: 'ending'; shutdownDate: string }
  /** `shutdownDate` is null where the server does not say since when. */
  | { state: 'shut-down'; shutdownDate: string | null }
  | { state: 'not-listed' }

const NOTICE_DAYS = 60
const DAY_MS = 24 * 60 * 60_000

/** Returns the current date in UTC, as `YYYY-MM-DD`. */
export function today(): string {
  return new Date().toISOString().slice(0, 10)
}

/** Returns whether a model may be asked now with the user's key. */
export function isChoosable(model: Model, { listed }: Pick<Catalogue, 'listed'>, date: string): boolean {
  return !isShutDown(model, date) && (listed === null || listed.has(model.id))
}

export function isShutDown({ available, shutdownDate }: Model, date: string): boolean {
  return !available || (shutdownDate !== null && shutdownDate <= date)
}

/** Returns the model's shutdown date if it lies within the next 60 days, else null. */
export function endOf({ shutdownDate }: Model, date: string): string | null {
  if (shutdownDate === null || shutdownDate <= date) return null
  return Date.parse(shutdownDate) - Date.parse(date) <= NOTICE_DAYS * DAY_MS ? shutdownDate : null
}

export function lifecycleOf(model: Model, { listed }: Pick<Catalogue, 'listed'>, date: string): Lifecycle {
  if (isShutDown(model, date)) {
    const { shutdownDate } = model
    const isPast = shutdownDate !== null && shutdownDate <= date
    return { state: 'shut-down', shutdownDate: isPast ? shutdownDate : null }
  }
  if (listed && !listed.has(model.id)) return { state: 'not-listed' }
  const shutdownDate = endOf(model, date)
  return shutdownDate === null ? { state: 'current' } : { state: 'ending', shutdownDate }
}
