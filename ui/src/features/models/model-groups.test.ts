import { describe, expect, it } from 'vitest'
import { completeModel } from '@/shared/api/models'
import { currentModels, datedSnapshots, manyModels } from '@/testing/fake-models'
import type { Catalogue } from './lifecycle'
import { groupModels, hideSnapshots, searchGroups } from './model-groups'

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

describe('the dated snapshots of models', () => {
  const [lunaSnapshot, solSnapshot, omniSnapshot] = datedSnapshots().map(({ id }) => id)
  const dated = catalogue({ items: [...currentModels(), ...datedSnapshots()] })
  const snapshotsIn = ({ items }: Catalogue) =>
    items.map(({ id }) => id).filter((id) => [lunaSnapshot, solSnapshot, omniSnapshot].includes(id))

  it('are hidden where their undated models can be chosen', () => {
    expect(hideSnapshots(dated, [], DATE).items).toEqual(currentModels())
  })

  it('are shown where they are to be kept', () => {
    const kept = hideSnapshots(dated, [undefined, solSnapshot, omniSnapshot], DATE)
    expect(snapshotsIn(kept)).toEqual([solSnapshot, omniSnapshot])
  })

  it('are shown where there is no undated model', () => {
    const items = dated.items.filter(({ id }) => id !== 'gpt-6-luna')
    expect(snapshotsIn(hideSnapshots({ ...dated, items }, [], DATE))).toEqual([lunaSnapshot])
  })

  it('are shown where the key does not list the undated model, or that is shut down', () => {
    const listed = new Set(dated.items.map(({ id }) => id).filter((id) => id !== 'gpt-6.2-sol'))
    const items = dated.items.map((model) => (model.id === 'gpt-4o' ? { ...model, available: false } : model))
    const hidden = hideSnapshots({ ...dated, items, listed }, [], DATE)
    expect(snapshotsIn(hidden)).toEqual([solSnapshot, omniSnapshot])
  })

  it.each([
    ['gpt-4-0613', 'gpt-4', true],
    ['openai/gpt-4o-2024-08-06', 'openai/gpt-4o', true],
    ['gpt-6.2-sol-pro', 'gpt-6.2-sol', false],
    ['ft:gpt-4o-2024-08-06:acme', 'ft:gpt-4o', false],
    ['acme/model-1350', 'acme/model', false],
  ])('%s is one of %s: %s', (id, undated, isSnapshot) => {
    const items = [completeModel({ id: undated }), completeModel({ id })]
    expect(hideSnapshots(catalogue({ items }), [], DATE).items.length).toBe(isSnapshot ? 1 : 2)
  })
})
