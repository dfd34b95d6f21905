import { expect, test, vi } from 'vitest'
import { ProblemError } from '@/shared/api/problem-error'
import type { EventPage } from '@/shared/api/schema'
import { EventSequence } from './event-sequence'

const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000 })

/** A position is the number of characters before it; the last event is at the position after the text. */
const TEXT = 'abcdefghij'
const END = TEXT.length + 1

/** What the server has so far: characters of the text, and whether the last event is there. */
let written = 0
let ended = false
let pages: [after: number, until: number | null][] = []
let shown = ''
let problem: ProblemError | null = null

function readPage(after: number, until: number | null): Promise<EventPage> {
  pages.push([after, until])
  const end = Math.min(until ?? written, written)
  const text = TEXT.slice(after, end)
  const whole = ended && (until === null || until >= END)
  const events = text === '' ? [] : [{ id: end, event: 'delta', data: text }]
  if (whole && after < END) events.push({ id: END, event: 'completed', data: '.' })
  return Promise.resolve({ events, ended: whole || after >= END })
}

function newSequence(read = readPage): EventSequence {
  ;[written, ended, pages, shown, problem] = [0, false, [], '', null]
  return new EventSequence(read, {
    event: (_, data) => {
      shown += data
    },
    failed: (reason) => {
      problem = reason
    },
  })
}

/** What the shared stream delivers. */
function delta(after: number, position: number) {
  const data = TEXT.slice(after, position)
  return { generationId: 'g', after, position, event: 'delta', data }
}

const seen = (text: string) => eventually(() => expect(shown).toBe(text))

test('events that follow one another need no page', async () => {
  const sequence = newSequence()
  sequence.push(delta(0, 3))
  sequence.push(delta(3, 5))

  await seen('abcde')
  expect(pages).toEqual([])
})

test('an event that was given before is skipped', async () => {
  const sequence = newSequence()
  sequence.push(delta(0, 3))
  sequence.push(delta(0, 2))
  sequence.push(delta(0, 3))
  sequence.push(delta(3, 4))

  await seen('abcd')
  expect(pages).toEqual([])
})

test('a gap is read as a page, before the event that comes after it', async () => {
  const sequence = newSequence()
  written = 6
  sequence.push(delta(0, 2))
  sequence.push(delta(5, 6))

  await seen('abcdef')
  expect(pages).toEqual([[2, 5]])
})

test('an event that overlaps what is known is read as a page, which is cut', async () => {
  const sequence = newSequence()
  written = 7
  sequence.push(delta(0, 4))
  sequence.push(delta(2, 7))
  sequence.push(delta(7, 8))

  await seen('abcdefgh')
  expect(pages).toEqual([[4, 7]])
})

test('a page is asked for again while its node lags behind', async () => {
  const sequence = newSequence()
  written = 3
  sequence.push(delta(5, 6))
  await seen('abc')
  written = 6

  await seen('abcdef')
})

test('the last event counts although the node that wrote more text has died', async () => {
  const sequence = newSequence()
  sequence.push(delta(0, 8))
  sequence.push({ generationId: 'g', after: 5, position: 6, event: 'interrupted', data: '.' })

  await seen('abcdefgh.')
})

test('the end is read although it is before the position that a node which has died had written', async () => {
  const sequence = newSequence()
  ;[written, ended] = [TEXT.length, true]
  sequence.catchUp(END + 5)

  await seen('abcdefghij.')
})

test('a snapshot has everything before its position read', async () => {
  const sequence = newSequence()
  written = 8
  sequence.catchUp(6)
  sequence.push(delta(6, 8))

  await seen('abcdefgh')
  expect(pages).toEqual([[0, 6]])
})

test('what there is now is read until a page is empty', async () => {
  const sequence = newSequence()
  written = 4
  sequence.catchUp('now')
  await seen('abcd')
  await eventually(() => expect(pages).toHaveLength(2))
  sequence.push(delta(4, 5))

  await seen('abcde')
  expect(pages).toHaveLength(2)
})

test('an end that the stream does not tell is waited for', async () => {
  const sequence = newSequence()
  sequence.push(delta(0, 2))
  written = 4
  sequence.catchUp('end')
  await seen('abcd')
  await eventually(() => expect(pages.length).toBeGreaterThan(2))
  ;[written, ended] = [TEXT.length, true]

  await seen(`${TEXT}.`)
})

test('pages end when the stream tells more', async () => {
  const sequence = newSequence()
  sequence.catchUp('end')
  await eventually(() => expect(pages.length).toBeGreaterThan(1))
  sequence.push(delta(0, 2))
  await seen('ab')
  const { length } = pages
  sequence.push(delta(2, 4))

  await seen('abcd')
  expect(pages).toHaveLength(length)
})

test('a page that fails for the moment is asked for again', async () => {
  let refused = false
  const sequence = newSequence((after, until) => {
    if (refused) return readPage(after, until)
    refused = true
    return Promise.reject(ProblemError.networkUnreachable())
  })
  written = 5
  sequence.push(delta(3, 5))

  await seen('abcde')
  expect(problem).toBeNull()
})

test('a page that does not exist ends the sequence', async () => {
  const missing = ProblemError.of({ code: 'not_found', status: 404, title: 'Not found' })
  const sequence = newSequence(() => Promise.reject(missing))
  sequence.push(delta(3, 5))
  await eventually(() => expect(problem).toBe(missing))
  sequence.push(delta(0, 3))

  expect(shown).toBe('')
})

test('nothing is given after the sequence is closed', async () => {
  const sequence = newSequence()
  written = 5
  sequence.catchUp(3)
  sequence.push(delta(3, 5))
  sequence.close()
  await eventually(() => expect(pages).toHaveLength(1))
  await Promise.resolve()

  expect(shown).toBe('')
  expect(pages).toHaveLength(1)
})
