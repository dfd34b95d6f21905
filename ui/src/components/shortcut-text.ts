import { APPLE } from '@/shared/keys'

const APPLE_NAMES: Record<string, string> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↵', Up: '↑' }
const OTHER_NAMES: Record<string, string> = { Mod: 'Ctrl', Enter: 'Enter', Up: '↑' }

/** "Mod+Shift+O" as this keyboard writes it; Mod is Command on Apple's, Ctrl elsewhere. */
export function keysOf(shortcut: string): string[] {
  const names = APPLE ? APPLE_NAMES : OTHER_NAMES
  return shortcut.split('+').map((key) => names[key] ?? key)
}

export function shortcutText(shortcut: string): string {
  return keysOf(shortcut).join(APPLE ? '' : '+')
}
