import { useEffect, useRef } from 'react'
import { type Shortcut, shortcutOf } from '@/shared/keys'

/** What the page does on each of its shortcuts. Copying belongs to the transcript that has the answers. */
export type ShortcutActions = Readonly<Record<Exclude<Shortcut, 'copy-answer' | 'copy-code'>, () => void>>

/** Listens to the keys of the whole page. */
export function useShortcuts(actions: ShortcutActions): void {
  const latest = useRef(actions)
  latest.current = actions

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const shortcut = event.defaultPrevented ? null : shortcutOf(event)
      if (shortcut === null || shortcut === 'copy-answer' || shortcut === 'copy-code') return
      if (shortcut === 'escape') {
        if (isSomethingOpen()) return
      } else {
        event.preventDefault()
      }
      latest.current[shortcut]()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}

/** Escape then closes that, and nothing else. */
function isSomethingOpen(): boolean {
  return document.querySelector('dialog[open], [popover="auto"]:popover-open') !== null
}
