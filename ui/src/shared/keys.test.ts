import { describe, expect, it } from 'vitest'
import { shortcutOf } from './keys'

function press(init: KeyboardEventInit & { altGraph?: boolean; keyCode?: number }) {
  const { altGraph = false, keyCode = 0, ...keys } = init
  const event = new KeyboardEvent('keydown', keys)
  Object.defineProperty(event, 'keyCode', { value: keyCode })
  Object.defineProperty(event, 'getModifierState', {
    value: (name: string) => altGraph && name === 'AltGraph',
  })
  return event
}

describe('a key press', () => {
  it.each([
    [{ ctrlKey: true, key: 'k', code: 'KeyK' }, 'search'],
    [{ ctrlKey: true, key: 'K', code: 'KeyK' }, 'search'],
    [{ ctrlKey: true, key: 'л', code: 'KeyK' }, 'search'],
    [{ ctrlKey: true, shiftKey: true, key: 'O', code: 'KeyO' }, 'new-conversation'],
    [{ ctrlKey: true, shiftKey: true, key: 'Щ', code: 'KeyO' }, 'new-conversation'],
    [{ ctrlKey: true, key: ',', code: 'Comma' }, 'settings'],
    [{ ctrlKey: true, key: 'б', code: 'Comma' }, 'settings'],
    [{ ctrlKey: true, key: '/', code: 'Slash' }, 'shortcuts'],
    [{ ctrlKey: true, shiftKey: true, key: '/', code: 'Digit7' }, 'shortcuts'],
    [{ ctrlKey: true, shiftKey: true, key: 'C', code: 'KeyC' }, 'copy-answer'],
    [{ ctrlKey: true, shiftKey: true, key: ':', code: 'Semicolon' }, 'copy-code'],
    [{ ctrlKey: true, shiftKey: true, key: 'Ö', code: 'Semicolon' }, 'copy-code'],
    [{ ctrlKey: true, shiftKey: true, key: ';', code: 'Comma' }, 'copy-code'],
    [{ key: 'F6' }, 'next-region'],
    [{ key: 'F6', shiftKey: true }, 'previous-region'],
    [{ key: 'Escape' }, 'escape'],
  ] as const)('%j is a shortcut', (init, shortcut) => {
    expect(shortcutOf(press(init), false)).toBe(shortcut)
  })

  it.each([
    { ctrlKey: true, altKey: true, shiftKey: true, key: '°', code: 'Semicolon' },
    { ctrlKey: true, altKey: true, key: 'k', code: 'KeyK' },
    { ctrlKey: true, shiftKey: true, altGraph: true, key: ';', code: 'Semicolon' },
    { ctrlKey: true, key: 'r', code: 'KeyK' },
    { ctrlKey: true, metaKey: true, key: 'k', code: 'KeyK' },
    { metaKey: true, key: 'k', code: 'KeyK' },
    { ctrlKey: true, key: 'o', code: 'KeyO' },
    { ctrlKey: true, key: 'c', code: 'KeyC' },
    { key: '/', code: 'Slash' },
    { key: 'Escape', isComposing: true },
    { key: 'Escape', keyCode: 229 },
  ])('%j is text, or the browser’s', (init) => {
    expect(shortcutOf(press(init), false)).toBeNull()
  })

  it('takes Command on Apple’s keyboards, and leaves Ctrl to the field', () => {
    expect(shortcutOf(press({ metaKey: true, key: 'k', code: 'KeyK' }), true)).toBe('search')
    expect(shortcutOf(press({ ctrlKey: true, key: 'k', code: 'KeyK' }), true)).toBeNull()
  })
})
