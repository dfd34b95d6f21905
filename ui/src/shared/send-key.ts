import { usePreferences } from './preferences'

type Key = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey'>

/** Returns whether a key press sends what was written, by the user's choice; Ctrl+Enter and ⌘ Enter always do. */
export function isSendKey({ key, shiftKey, altKey, ctrlKey, metaKey }: Key): boolean {
  if (key !== 'Enter' || shiftKey || altKey) return false
  return ctrlKey || metaKey || usePreferences.getState().sendKey === 'enter'
}
