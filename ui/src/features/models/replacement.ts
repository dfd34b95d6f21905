import type { Model } from '@/shared/api/schema'
import { type Catalogue, isChoosable } from './lifecycle'

/** Returns the first successor that can be chosen, else the default model, else any other; null where there is none. */
export function replacementOf(model: Model, catalogue: Catalogue, date: string): Model | null {
  const { items, defaultModel } = catalogue
  const isOffered = (candidate: Model) => candidate.id !== model.id && isChoosable(candidate, catalogue, date)
  const successor = successorsOf(model, items).find(isOffered)
  const byDefault = items.find((candidate) => candidate.id === defaultModel && isOffered(candidate))
  return successor ?? byDefault ?? items.find(isOffered) ?? null
}

/** Returns the successor, the successor's successor and so on. */
function successorsOf(model: Model, items: readonly Model[]): Model[] {
  const successors: Model[] = []
  let next = items.find(({ id }) => id === model.successor)
  while (next && next !== model && !successors.includes(next)) {
    successors.push(next)
    const { successor } = next
    next = items.find(({ id }) => id === successor)
  }
  return successors
}
