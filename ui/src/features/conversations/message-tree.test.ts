import { expect, test } from 'vitest'
import type { Message } from '@/shared/api/schema'
import {
  leafBelow,
  type Messages,
  siblingsOf,
  transcriptOf,
  withLoaded,
  withMessages,
  withoutMessages,
} from './message-tree'

function message(id: string, parentId: string | null, more: Partial<Message> = {}): Message {
  return {
    id,
    parentId,
    role: 'user',
    text: id,
    model: null,
    status: 'completed',
    finishReason: null,
    usage: null,
    error: null,
    createdAt: '2026-01-01T00:00:00Z',
    ...more,
  }
}

/**
 * q1 - a1 - q2 - a2
 *    |      `- q2b - a2b
 *    `- a1b
 */
const tree: Messages = new Map(
  [
    message('q1', null),
    message('a1', 'q1'),
    message('q2', 'a1'),
    message('a2', 'q2'),
    message('a1b', 'q1'),
    message('q2b', 'a1'),
    message('a2b', 'q2b'),
  ].map((entry) => [entry.id, entry]),
)

const ids = (messages: Messages, head: string | null) =>
  transcriptOf(messages, head).map((entry) => entry.message.id)

test('shows the branch that ends in the head', () => {
  expect(ids(tree, 'a2')).toEqual(['q1', 'a1', 'q2', 'a2'])
  expect(ids(tree, 'a1b')).toEqual(['q1', 'a1b'])
})

test('goes on from a head that has been continued, along the newest branch', () => {
  expect(ids(tree, 'a1')).toEqual(['q1', 'a1', 'q2b', 'a2b'])
})

test('shows the newest branch without a head, or with one that is not known', () => {
  expect(ids(tree, null)).toEqual(['q1', 'a1', 'q2b', 'a2b'])
  expect(ids(tree, 'gone')).toEqual(['q1', 'a1', 'q2b', 'a2b'])
  expect(ids(new Map(), null)).toEqual([])
})

test('tells which of how many versions each message is', () => {
  const places = transcriptOf(tree, 'a2').map(({ siblingIndex, siblingCount }) => [
    siblingIndex,
    siblingCount,
  ])
  expect(places).toEqual([
    [0, 1],
    [0, 2],
    [0, 2],
    [0, 1],
  ])
})

test('survives a parent that is missing and a cycle', () => {
  expect(ids(new Map([['x', message('x', 'gone')]]), 'x')).toEqual(['x'])
  const cycle = new Map([
    ['x', message('x', 'y')],
    ['y', message('y', 'x')],
  ])
  expect(ids(cycle, 'x')).toHaveLength(2)
})

test('finds siblings and the end of a branch', () => {
  const second = tree.get('q2b') as Message
  expect(siblingsOf(tree, second).map(({ id }) => id)).toEqual(['q2', 'q2b'])
  expect(leafBelow(tree, second).id).toBe('a2b')
})

test('replaces a message where it is and adds a new one at the end', () => {
  const changed = withMessages(tree, [message('a1', 'q1', { text: 'new' }), message('q3', 'a2')])

  expect([...changed.keys()]).toEqual([...tree.keys(), 'q3'])
  expect(changed.get('a1')?.text).toBe('new')
  expect(tree.get('a1')?.text).toBe('a1')
})

test('lets no late answer make a finished message stream again', () => {
  const finished = new Map([['a', message('a', null, { text: 'all of it' })]])
  const late = message('a', null, { status: 'streaming', text: 'all' })

  expect(withLoaded(finished, [late]).get('a')?.text).toBe('all of it')
})

test('takes over what was loaded in its order and keeps what only this browser knows', () => {
  const local = new Map([['mine', message('mine', 'b')]])
  const merged = withLoaded(local, [message('a', null), message('b', 'a')])

  expect([...merged.keys()]).toEqual(['a', 'b', 'mine'])
})

test('takes messages back', () => {
  expect([...withoutMessages(tree, ['q2b', 'a2b']).keys()]).toEqual(['q1', 'a1', 'q2', 'a2', 'a1b'])
})
