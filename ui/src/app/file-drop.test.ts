import { beforeAll, beforeEach, expect, test } from 'vitest'
import { useToasts } from '@/components/toast'
import { refuseDroppedFiles } from './file-drop'

beforeAll(refuseDroppedFiles)
beforeEach(() => useToasts.setState({ toasts: [] }))

/** Fires a drag event with these types of data; returns whether the browser may act on it. */
function drag(name: string, types: string[]): boolean {
  const event = new Event(name, { bubbles: true, cancelable: true })
  Object.assign(event, { dataTransfer: { types } })
  return document.body.dispatchEvent(event)
}

test('a dropped file does not replace the page, and the reason is shown', () => {
  expect(drag('dragover', ['Files'])).toBe(false)
  expect(drag('drop', ['Files'])).toBe(false)
  expect(useToasts.getState().toasts.map(({ text }) => text)).toEqual([
    'Files cannot be attached. Copy the text into your message.',
  ])
})

test('dragged text goes where the browser puts it', () => {
  expect(drag('dragover', ['text/plain'])).toBe(true)
  expect(drag('drop', ['text/plain'])).toBe(true)
  expect(useToasts.getState().toasts).toEqual([])
})
