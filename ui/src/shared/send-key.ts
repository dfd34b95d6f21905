import { isComposing } from './keys'
import { usePreferences } from './preferences'

type Key = Pick<
  KeyboardEvent,
  'key' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey' | 'isComposing' | 'keyCode'
>

/**
 * Returns whether Enter alone sends: by the user's choice, and never on a touch screen, whose keyboard has no other key for a line
 * break.
 */
export function enterSends(): boolean {
  return usePreferences.getState().sendKey === 'enter' && !window.matchMedia('(pointer: coarse)').matches
}

/** Returns whether a key press sends what was written; Ctrl+Enter and ⌘ Enter always do. */
export function isSendKey(event: Key): boolean {
  const { key, shiftKey, altKey, ctrlKey, metaKey } = event
  if (key !== 'Enter' || shiftKey || altKey || isComposing(event)) return false
  return ctrlKey || metaKey || enterSends()
}
