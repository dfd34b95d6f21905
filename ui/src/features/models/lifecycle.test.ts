import { describe, expect, it } from 'vitest'
import { completeModel } from '@/shared/api/models'
import type { Model } from '@/shared/api/schema'
import { endOf, isShutDown, lifecycleOf } from './lifecycle'

const DATE = '2026-11-28'

const SOL = completeModel({ id: 'gpt-6.2-sol' })
const ANY_MODEL = { listed: null }

function ending(shutdownDate: string): Model {
  return completeModel({ id: 'gpt-4o', shutdownDate })
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

describe('the lifecycle of a model', () => {
  it('is current without a date, and with one that is far away', () => {
    expect(lifecycleOf(SOL, ANY_MODEL, DATE)).toEqual({ state: 'current' })
    expect(lifecycleOf(ending('2027-06-01'), ANY_MODEL, DATE)).toEqual({ state: 'current' })
  })

  it('is ending within 60 days', () => {
    expect(lifecycleOf(ending('2027-01-14'), ANY_MODEL, DATE)).toEqual({
      state: 'ending',
      shutdownDate: '2027-01-14',
    })
  })

  it('is shut down from the date on, although the catalogue is from the day before', () => {
    expect(lifecycleOf(ending('2027-01-14'), ANY_MODEL, '2027-01-14')).toEqual({
      state: 'shut-down',
      shutdownDate: '2027-01-14',
    })
  })

  it('names no date that is still to come', () => {
    expect(lifecycleOf({ ...ending('2027-01-14'), available: false }, ANY_MODEL, DATE)).toEqual({
      state: 'shut-down',
      shutdownDate: null,
    })
  })

  it('is not listed where the key lists other models only', () => {
    expect(lifecycleOf(SOL, { listed: new Set(['gpt-6-luna']) }, DATE)).toEqual({ state: 'not-listed' })
  })
})
