import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { appendText, closeText, openText, shownLength, useStreamingText } from './streaming-text'

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

test('publishes once per frame, however many tokens came', () => {
  openText('m')
  let renders = 0
  const { result } = renderHook(() => {
    renders += 1
    return useStreamingText('m')
  })
  for (const token of ['a', 'b', 'c']) appendText('m', token)
  expect(renders).toBe(1)

  nextFrame()
  expect(renders).toBe(2)
  expect(result.current).toBe('abc')
  expect(frames).toHaveLength(0)
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
  appendText('m', 'late')
  nextFrame()
  expect(result.current).toBe('late')
  act(() => closeText('m'))
  expect(result.current).toBeNull()
})
