import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useSession } from '@/shared/api/session-store'
import { draftOf, returnToDraft, setDraft, takeFromDraft, useDraft } from './draft-store'

function signIn(id: string): void {
  const tenant = { id: 't', name: 'T' }
  const user = {
    id,
    email: '',
    displayName: '',
    role: 'user',
    status: 'active',
    tenant,
    createdAt: '',
  } as const
  useSession.setState({ status: 'authenticated', user }, true)
}

function leave(expired: boolean): void {
  useSession.setState({ status: 'anonymous', user: null, expired }, true)
}

const kept = () => JSON.stringify({ ...localStorage })

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
  signIn('ada')
})

afterEach(() => {
  leave(false)
  vi.useRealTimers()
})

test('follows the typing, each conversation on its own', () => {
  const { result } = renderHook(() => [useDraft('c1'), useDraft(null)])
  act(() => setDraft('c1', 'in c1'))
  act(() => setDraft(null, 'in the new one'))

  expect(result.current).toEqual(['in c1', 'in the new one'])
})

test('is kept shortly after the last key', () => {
  setDraft('c1', 'abc')
  expect(kept()).not.toContain('abc')
  vi.advanceTimersByTime(300)

  expect(kept()).toContain('abc')
})

test('is kept when the page goes away', () => {
  setDraft('c1', 'just typed')
  window.dispatchEvent(new Event('pagehide'))

  expect(kept()).toContain('just typed')
})

test('leaves nothing when it is sent', () => {
  setDraft('c1', 'abc')
  vi.advanceTimersByTime(300)
  setDraft('c1', '')
  vi.advanceTimersByTime(300)

  expect(localStorage).toHaveLength(0)
})

test('is there again after a session that expired, for its owner only', () => {
  setDraft('c1', 'unsent')
  leave(true)
  signIn('eve')
  expect(draftOf('c1')).toBe('')
  leave(true)
  signIn('ada')

  expect(draftOf('c1')).toBe('unsent')
})

test('is forgotten when its owner signs out', () => {
  setDraft('c1', 'private')
  leave(false)

  expect(localStorage).toHaveLength(0)
})

test('takes a refused text back before what was typed since, and gives it away again', () => {
  setDraft('c1', 'typed since')
  returnToDraft('c1', 'refused')
  expect(draftOf('c1')).toBe('refused\n\ntyped since')
  takeFromDraft('c1', 'refused')

  expect(draftOf('c1')).toBe('typed since')
})

test('gives nothing away that was rewritten', () => {
  returnToDraft('c1', 'refused')
  setDraft('c1', 'Refused, but better')
  takeFromDraft('c1', 'refused')

  expect(draftOf('c1')).toBe('Refused, but better')
})

test('works without storage', () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  setDraft('c1', 'abc')
  vi.advanceTimersByTime(300)

  expect(draftOf('c1')).toBe('abc')
})
