const APPLE = /Mac|iPhone|iPad/.test(navigator.platform)

const APPLE_NAMES: Record<string, string> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↵', Up: '↑' }
const OTHER_NAMES: Record<string, string> = { Mod: 'Ctrl', Enter: 'Enter', Up: '↑' }

/** "Mod+Shift+O" as this keyboard writes it; Mod is Command on Apple's, Ctrl elsewhere. */
function keysOf(shortcut: string): string[] {
  const names = APPLE ? APPLE_NAMES : OTHER_NAMES
  return shortcut.split('+').map((key) => names[key] ?? key)
}

export function shortcutText(shortcut: string): string {
  return keysOf(shortcut).join(APPLE ? '' : '+')
}

export function Kbd({ shortcut }: { shortcut: string }) {
  return (
    <span className="inline-flex gap-1">
      {keysOf(shortcut).map((key) => (
        <kbd
          key={key}
          className="inline-grid h-6 min-w-6 place-items-center rounded-sm border border-line bg-sunken px-1.5 font-sans text-soft text-xs"
        >
          {key}
        </kbd>
      ))}
    </span>
  )
}
