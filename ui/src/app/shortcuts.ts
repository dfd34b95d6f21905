import { useEffect, useRef } from 'react'

export interface ShortcutActions {
  newConversation: () => void
  search: () => void
  shortcuts: () => void
  settings: () => void
  stop: () => void
  nextRegion: (step: 1 | -1) => void
}

/** Listens to the keys of the whole page. Copying the last answer belongs to the transcript that has it. */
export function useShortcuts(actions: ShortcutActions): void {
  const latest = useRef(actions)
  latest.current = actions

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented) return
      const action = actionFor(event, latest.current)
      if (!action) return
      if (event.key !== 'Escape') event.preventDefault()
      action()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}

function actionFor(event: KeyboardEvent, actions: ShortcutActions): (() => void) | null {
  const mod = event.ctrlKey || event.metaKey
  const key = event.key.toLowerCase()
  if (key === 'f6') return () => actions.nextRegion(event.shiftKey ? -1 : 1)
  if (key === 'escape') return isSomethingOpen() ? null : actions.stop
  if (!mod || event.altKey) return null
  if (event.shiftKey) return key === 'o' ? actions.newConversation : null
  if (key === 'k') return actions.search
  if (key === ',') return actions.settings
  return key === '/' ? actions.shortcuts : null
}

/** Escape then closes that, and nothing else. */
function isSomethingOpen(): boolean {
  return document.querySelector('dialog[open], [popover="auto"]:popover-open') !== null
}
