import { describe, expect, it } from 'vitest'
import { completeModel } from '@/shared/api/models'
import type { Model } from '@/shared/api/schema'
import type { Catalogue } from './lifecycle'
import { replacementOf } from './replacement'

const DATE = '2026-11-28'

const LUNA = completeModel({ id: 'gpt-6-luna' })
const SOL = completeModel({ id: 'gpt-6.2-sol' })

function ending(shutdownDate: string, successor: string | null = 'gpt-6-luna'): Model {
  return completeModel({ id: 'gpt-4o', shutdownDate, successor })
}

function catalogue(items: readonly Model[], change: Partial<Catalogue> = {}): Catalogue {
  return { items, listed: null, defaultModel: 'gpt-6.2-sol', ...change }
}

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
