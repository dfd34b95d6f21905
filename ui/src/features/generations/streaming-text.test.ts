import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  appendReasoning,
  appendText,
  closeText,
  openText,
  reasoningSeconds,
  receivedReasoning,
  shownLength,
  useStreamingReasoning,
  useStreamingText,
} from './streaming-text'

let frames: FrameRequestCallback[] = []

function nextFrame(): void {
  const due = frames
  frames = []
  act(() => {
    for (const callback of due) callback(0)
  })
}

function frameUntilShown(length: number): number {
  for (let count = 0; ; count++) {
    if (shownLength('m') >= length) return count
    nextFrame()
  }
}

beforeEach(() => {
  frames = []
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => frames.push(callback))
  vi.stubGlobal('cancelAnimationFrame', () => {
    frames = []
  })
})

afterEach(() => closeText('m'))

test('publishes the first token at once and the others once per frame, however many came', () => {
  openText('m')
  let renders = 0
  const { result } = renderHook(() => {
    renders += 1
    return useStreamingText('m')
  })
  act(() => appendText('m', 'a'))
  expect(result.current).toBe('a')
  for (const token of ['b', 'c']) appendText('m', token)
  expect(renders).toBe(2)

  nextFrame()
  expect(renders).toBe(3)
  expect(result.current).toBe('abc')
  expect(frames).toHaveLength(0)
})

test('shows the first token in one frame, and later text over several', () => {
  openText('m')
  appendText('m', 'unquestionably')
  nextFrame()
  expect(shownLength('m')).toBe('unquestionably'.length)

  appendText('m', 'x'.repeat(60))
  nextFrame()
  expect(shownLength('m')).toBeLessThan('unquestionably'.length + 60)
})

test('lets a burst flow over several frames, but not over many', () => {
  openText('m')
  appendText('m', 'x'.repeat(300))
  nextFrame()
  expect(shownLength('m')).toBeLessThan(300)

  expect(frameUntilShown(270)).toBeLessThanOrEqual(6)
  expect(frameUntilShown(300)).toBeLessThanOrEqual(10)
})

test('shows the history of a resumed stream at once', () => {
  openText('m')
  appendText('m', 'x'.repeat(50_000))
  nextFrame()

  expect(shownLength('m')).toBe(50_000)
})

test('never shows half of a character', () => {
  openText('m')
  appendText('m', `abc${'😀'.repeat(50)}`)
  const { result } = renderHook(() => useStreamingText('m'))
  while (frames.length > 0) {
    nextFrame()
    expect(result.current).not.toMatch(/[\uD800-\uDBFF]$/)
  }
  expect(result.current).toBe(`abc${'😀'.repeat(50)}`)
})

test('is null for a message that does not stream, and finds a text that is opened later', () => {
  const { result } = renderHook(() => useStreamingText('m'))
  expect(result.current).toBeNull()

  act(() => openText('m'))
  act(() => appendText('m', 'late'))
  nextFrame()
  expect(result.current).toBe('late')
  act(() => closeText('m'))
  expect(result.current).toBeNull()
})

test('keeps reasoning and text apart', () => {
  openText('m')
  const { result } = renderHook(() => [useStreamingReasoning('m'), useStreamingText('m')])
  act(() => appendReasoning('m', 'thought'))
  nextFrame()
  nextFrame()
  expect(result.current).toEqual(['thought', ''])
  expect(shownLength('m')).toBe(0)

  act(() => appendText('m', 'abc'))
  nextFrame()
  expect(result.current).toEqual(['thought', 'abc'])
  expect(receivedReasoning('m')).toBe('thought')
  act(() => closeText('m'))
  expect(result.current).toEqual([null, null])
  expect(receivedReasoning('m')).toBeNull()
})

describe('the time of reasoning', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
  afterEach(() => void vi.useRealTimers())

  test('lasts from the first reasoning to the first text', () => {
    openText('m')
    appendReasoning('m', 'a')
    vi.advanceTimersByTime(5_000)
    appendReasoning('m', 'b')
    expect(reasoningSeconds('m')).toBeNull()
    vi.advanceTimersByTime(7_000)
    appendText('m', 'text')
    vi.advanceTimersByTime(60_000)
    appendText('m', 'more')
    expect(reasoningSeconds('m')).toBe(12)
  })

  test('is not known from the history of a resumed stream', () => {
    openText('m')
    appendReasoning('m', 'a')
    appendText('m', 'text')
    expect(reasoningSeconds('m')).toBeNull()
  })

  test('is none without reasoning', () => {
    openText('m')
    vi.advanceTimersByTime(5_000)
    appendText('m', 'text')
    expect(reasoningSeconds('m')).toBeNull()
  })
})
