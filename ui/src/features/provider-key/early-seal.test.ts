import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { EarlySeal } from './early-seal'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

const settle = () => vi.advanceTimersByTimeAsync(0)

function sealing(...results: (string | Error)[]) {
  return vi.fn(async () => {
    const result = results.shift()
    if (result instanceof Error || result === undefined) throw result
    return result
  })
}

test('gives a sealed key once', async () => {
  const early = new EarlySeal()
  early.prepare(sealing('one'))
  await settle()

  expect(early.take()).toBe('one')
  expect(early.take()).toBeUndefined()
})

test('seals once while a key can be used', async () => {
  const early = new EarlySeal()
  const seal = sealing('one', 'two')
  early.prepare(seal)
  early.prepare(seal)
  await settle()
  early.prepare(seal)
  expect(seal).toHaveBeenCalledOnce()

  early.take()
  early.prepare(seal)
  await settle()
  expect(early.take()).toBe('two')
})

test('gives no key that was sealed 20 s ago, and seals the next', async () => {
  const early = new EarlySeal()
  const seal = sealing('one', 'two', 'three')
  early.prepare(seal)
  await vi.advanceTimersByTimeAsync(20_000)
  expect(early.take()).toBeUndefined()

  early.prepare(seal)
  await vi.advanceTimersByTimeAsync(19_999)
  expect(early.take()).toBe('two')
})

test('gives no key that has been dropped, ready or not', async () => {
  const early = new EarlySeal()
  early.prepare(sealing('one'))
  early.drop()
  await settle()
  expect(early.take()).toBeUndefined()

  early.prepare(sealing('two'))
  await settle()
  early.drop()
  expect(early.take()).toBeUndefined()
})

test('is silent about a failure, and does not repeat it with every letter', async () => {
  const early = new EarlySeal()
  const seal = sealing(new Error('no transport key'), 'two')
  early.prepare(seal)
  await settle()
  early.prepare(seal)
  expect(early.take()).toBeUndefined()
  expect(seal).toHaveBeenCalledOnce()

  await vi.advanceTimersByTimeAsync(20_000)
  early.prepare(seal)
  await settle()
  expect(early.take()).toBe('two')
})
