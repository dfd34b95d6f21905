import { expect, test } from 'vitest'
import { isFinal, readGenerationEvent } from './generation-event'

const read = readGenerationEvent

test('reads what the contract knows', () => {
  expect(read('delta', { text: 'a' })).toEqual({ event: 'delta', data: { text: 'a' } })
  expect(read('reasoning', { text: 'a' })).toEqual({ event: 'reasoning', data: { text: 'a' } })
  expect(read('title', { title: 'T' })).toEqual({ event: 'title', data: { title: 'T' } })
  expect(read('failed', { message: { id: 'm' }, problem: { code: 'provider_timeout' } })).not.toBeNull()
})

test.each([
  ['execute', { code: 'alert(1)' }],
  ['message', { text: 'x' }],
  ['__proto__', {}],
  ['delta', { text: 1 }],
  ['reasoning', {}],
  ['reasoning', { text: ['x'] }],
  ['activity', { kind: 'searching' }],
  ['delta', [1]],
  ['delta', 'a'],
  ['delta', null],
  ['title', {}],
  ['started', { generation: {} }],
  ['completed', {}],
  ['completed', { message: null }],
  ['failed', { problem: { code: 'provider_timeout' } }],
])('gives nothing for %s with %j', (event, data) => {
  expect(read(event, data)).toBeNull()
})

test.each([
  ['started', false],
  ['reasoning', false],
  ['delta', false],
  ['title', false],
  ['completed', true],
  ['stopped', true],
  ['incomplete', true],
  ['interrupted', true],
  ['failed', true],
  ['activity', false],
] as const)('knows whether %s ends the stream', (event, final) => {
  expect(isFinal(event)).toBe(final)
})
