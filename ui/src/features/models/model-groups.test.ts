import { describe, expect, it } from 'vitest'
import { completeModel } from '@/shared/api/models'
import { currentModels, manyModels } from '@/testing/fake-models'
import type { Catalogue } from './lifecycle'
import { groupModels, searchGroups } from './model-groups'

const DATE = new Date().toISOString().slice(0, 10)
const NOTHING = { favourites: [], recent: [] }

function catalogue(change: Partial<Catalogue> = {}): Catalogue {
  const unknown = completeModel({ id: 'acme/private', known: false })
  return { items: [...currentModels(), unknown], listed: null, defaultModel: null, ...change }
}

function ids(groups: ReturnType<typeof searchGroups>) {
  return Object.fromEntries(groups.map(({ label, models }) => [label, models.map(({ id }) => id)]))
}

describe('the groups of models', () => {
  it('are the known ones, those of the key alone and those that are shut down', () => {
    expect(ids(groupModels(catalogue(), NOTHING, DATE))).toEqual({
      Models: ['gpt-6-luna', 'gpt-6.2-sol', 'gpt-6.1-terra', 'gpt-6.2-astra', 'gpt-4o', 'gpt-4o-mini'],
      'Other models of your key': ['acme/private'],
      'Shut down': ['o1', 'o1-mini', 'gpt-4-turbo', 'gpt-4', 'gpt-3.5-turbo'],
    })
  })

  it('begin with favourites and with what was used last, and show no model twice', () => {
    const preferences = {
      favourites: ['acme/private', 'gpt-6.2-sol', 'gone'],
      recent: ['gpt-6.2-sol', 'gpt-4o', 'o1'],
    }
    expect(ids(groupModels(catalogue(), preferences, DATE))).toEqual({
      Favourites: ['acme/private', 'gpt-6.2-sol'],
      'Recently used': ['gpt-4o'],
      Models: ['gpt-6-luna', 'gpt-6.1-terra', 'gpt-6.2-astra', 'gpt-4o-mini'],
      'Shut down': ['o1', 'o1-mini', 'gpt-4-turbo', 'gpt-4', 'gpt-3.5-turbo'],
    })
  })

  it('leave out what the key does not list, and keep what is shut down', () => {
    const groups = groupModels(catalogue({ listed: new Set(['gpt-6-luna']) }), NOTHING, DATE)
    expect(ids(groups)).toEqual({
      Models: ['gpt-6-luna'],
      'Shut down': ['o1', 'o1-mini', 'gpt-4-turbo', 'gpt-4', 'gpt-3.5-turbo'],
    })
  })

  it('are searched by label, id and description, with all words in any order', () => {
    const groups = groupModels(catalogue(), NOTHING, DATE)
    expect(ids(searchGroups(groups, ' SOL gpt-6.2 '))).toEqual({ Models: ['gpt-6.2-sol'] })
    expect(ids(searchGroups(groups, 'capable'))).toEqual({ Models: ['gpt-6.2-astra'] })
    expect(searchGroups(groups, 'llama')).toEqual([])
    expect(searchGroups(groups, '  ')).toBe(groups)
  })

  it('keep every model of 800', () => {
    const groups = groupModels(catalogue({ items: manyModels(800) }), NOTHING, DATE)
    expect(groups.reduce((sum, { models }) => sum + models.length, 0)).toBe(800)
  })
})
