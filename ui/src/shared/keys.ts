/** True on Apple's keyboards, where shortcuts take the Command key. */
export const APPLE = /Mac|iPhone|iPad/.test(navigator.platform)

export type Shortcut =
  | 'search'
  | 'new-conversation'
  | 'settings'
  | 'shortcuts'
  | 'copy-answer'
  | 'copy-code'
  | 'next-region'
  | 'previous-region'
  | 'escape'

type KeyPress = Pick<
  KeyboardEvent,
  | 'key'
  | 'code'
  | 'keyCode'
  | 'ctrlKey'
  | 'metaKey'
  | 'shiftKey'
  | 'altKey'
  | 'isComposing'
  | 'getModifierState'
>

/** Which key a position is on a Latin keyboard, for layouts whose own letters are no Latin ones. */
const POSITIONS: Readonly<Record<string, string>> = {
  KeyC: 'c',
  KeyK: 'k',
  KeyO: 'o',
  Comma: ',',
  Semicolon: ';',
  Slash: '/',
}

/** Returns the shortcut of a key press, or null: it is text, or the browser's. */
export function shortcutOf(event: KeyPress, apple = APPLE): Shortcut | null {
  if (isComposing(event)) return null
  if (event.key === 'F6') return event.shiftKey ? 'previous-region' : 'next-region'
  if (event.key === 'Escape') return 'escape'
  // AltGr is Ctrl and Alt on Windows, and writes characters.
  if (event.altKey || event.getModifierState('AltGraph')) return null
  if (apple ? !event.metaKey || event.ctrlKey : !event.ctrlKey || event.metaKey) return null
  const key = keyOf(event)
  // Some layouts reach it with Shift.
  if (key === '/') return 'shortcuts'
  return event.shiftKey ? shifted(key, event.code) : plain(key)
}

function plain(key: string): Shortcut | null {
  if (key === 'k') return 'search'
  return key === ',' ? 'settings' : null
}

function shifted(key: string, code: string): Shortcut | null {
  if (key === 'o') return 'new-conversation'
  if (key === 'c') return 'copy-answer'
  return key === ';' || code === 'Semicolon' ? 'copy-code' : null
}

function keyOf({ key, code }: KeyPress): string {
  const isLatin = key.length === 1 && key.charCodeAt(0) < 0x250
  return isLatin ? key.toLowerCase() : (POSITIONS[code] ?? key)
}

/** Returns whether a key press belongs to an input method. Safari says so by the key code only. */
export function isComposing({
  isComposing,
  keyCode,
}: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return isComposing || keyCode === 229
}
