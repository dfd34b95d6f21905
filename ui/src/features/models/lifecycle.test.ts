import { describe, expect, it } from 'vitest'
import { completeModel } from '@/shared/api/models'
import type { Model } from '@/shared/api/schema'
import { type Catalogue, endOf, isShutDown, lifecycleOf, replacementOf } from './lifecycle'

const DATE = '2026-11-28'

const LUNA = completeModel({ id: 'gpt-6-luna' })
const SOL = completeModel({ id: 'gpt-6.2-sol' })

function ending(shutdownDate: string, successor: string | null = 'gpt-6-luna'): Model {
  return completeModel({ id: 'gpt-4o', shutdownDate, successor })
}

function catalogue(items: readonly Model[], change: Partial<Catalogue> = {}): Catalogue {
  return { items, listed: null, defaultModel: 'gpt-6.2-sol', ...change }
}

describe('the end of a model', () => {
  it.each([
    ['2026-11-27', true, null],
    ['2026-11-28', true, null],
    ['2026-11-29', false, '2026-11-29'],
    ['2027-01-27', false, '2027-01-27'],
    ['2027-01-28', false, null],
  ])('on %s: shut down %s, announced %s', (shutdownDate, shutDown, announced) => {
    expect(isShutDown(ending(shutdownDate), DATE)).toBe(shutDown)
    expect(endOf(ending(shutdownDate), DATE)).toBe(announced)
  })

  it('comes without a date where the server says that the model is not available', () => {
    expect(isShutDown(completeModel({ id: 'x', available: false }), DATE)).toBe(true)
  })
})

describe('the replacement of a model', () => {
  const former = ending('2026-11-01')

  it('is its successor', () => {
    expect(replacementOf(former, catalogue([SOL, former, LUNA]), DATE)).toBe(LUNA)
  })

  it("is the successor's successor where the first one is shut down as well", () => {
    const between = completeModel({ id: 'gpt-5', available: false, successor: 'gpt-6-luna' })
    const model = ending('2026-11-01', 'gpt-5')
    expect(replacementOf(model, catalogue([SOL, model, between, LUNA]), DATE)).toBe(LUNA)
  })

  it('is the default model where the key does not list the successor', () => {
    const known = catalogue([former, LUNA, SOL], { listed: new Set(['gpt-6.2-sol']) })
    expect(replacementOf(former, known, DATE)).toBe(SOL)
  })

  it('is any model that can be chosen where the default cannot', () => {
    const known = catalogue([former, SOL, LUNA], { listed: new Set(['gpt-6-luna']) })
    expect(replacementOf({ ...former, successor: null }, known, DATE)).toBe(LUNA)
  })

  it('is nothing where nothing else can be chosen', () => {
    expect(replacementOf(former, catalogue([former]), DATE)).toBeNull()
  })

  it('ends where models replace each other', () => {
    const a = completeModel({ id: 'a', available: false, successor: 'b' })
    const b = completeModel({ id: 'b', available: false, successor: 'a' })
    expect(replacementOf(a, catalogue([a, b, SOL]), DATE)).toBe(SOL)
  })
})

describe('the lifecycle of a model', () => {
  it('is current without a date, and with one that is far away', () => {
    expect(lifecycleOf(SOL, catalogue([SOL]), DATE)).toEqual({ state: 'current' })
    expect(lifecycleOf(ending('2027-06-01'), catalogue([SOL]), DATE)).toEqual({ state: 'current' })
  })

  it('is ending within 60 days', () => {
    const model = ending('2027-01-14')
    expect(lifecycleOf(model, catalogue([model, LUNA]), DATE)).toEqual({
      state: 'ending',
      shutdownDate: '2027-01-14',
      replacement: LUNA,
    })
  })

  it('is shut down from the date on, although the catalogue is from the day before', () => {
    const model = ending('2027-01-14')
    expect(lifecycleOf(model, catalogue([model, LUNA]), '2027-01-14')).toEqual({
      state: 'shut-down',
      shutdownDate: '2027-01-14',
      replacement: LUNA,
    })
  })

  it('names no date that is still to come', () => {
    const model = { ...ending('2027-01-14'), available: false }
    expect(lifecycleOf(model, catalogue([model]), DATE)).toMatchObject({
      state: 'shut-down',
      shutdownDate: null,
    })
  })

  it('is not listed where the key lists other models only', () => {
    const known = catalogue([SOL, LUNA], { listed: new Set(['gpt-6-luna']), defaultModel: 'gpt-6-luna' })
    expect(lifecycleOf(SOL, known, DATE)).toEqual({ state: 'not-listed', replacement: LUNA })
  })
})
