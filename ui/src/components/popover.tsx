import { type CSSProperties, type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { cx } from './cx'

const GAP = 4
const EDGE = 8
/** With less room than this below its trigger, a popover opens above it if there is more. */
const COMFORTABLE_HEIGHT = 320
/** How much of the window's height a sheet may take. */
const SHEET_PART = 0.85

export interface PopoverTriggerProps {
  popoverTarget: string
  'aria-expanded': boolean
  'aria-haspopup': 'menu' | 'dialog'
  'aria-controls': string | undefined
}

export interface PopoverProps {
  /** Renders the button that opens it; it must spread the props it is given. */
  trigger: (props: PopoverTriggerProps) => ReactNode
  /** Rendered while it is open; `close` closes it and gives the focus back. */
  children: (close: () => void) => ReactNode
  kind: 'menu' | 'dialog'
  label: string
  align?: 'start' | 'end'
  /** Pixels; narrower where the window is. */
  width: number
  /** In a window that is not much wider than `width`, it lies at the foot of the window, over its whole width. */
  sheet?: boolean
  className?: string
}

/** A native popover beside its trigger: the browser puts it on top and closes it on Escape and on a click elsewhere. */
export function Popover(props: PopoverProps) {
  const { trigger, children, kind, label, align = 'start', width, sheet = false, className } = props
  const id = useId()
  const popover = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState<CSSProperties | null>(null)
  const open = place !== null
  const close = useCallback(() => popover.current?.hidePopover(), [])

  useEffect(() => {
    if (!open) return
    const hide = () => popover.current?.hidePopover()
    window.addEventListener('resize', hide)
    return () => window.removeEventListener('resize', hide)
  }, [open])

  return (
    <>
      {trigger({
        popoverTarget: id,
        'aria-expanded': open,
        'aria-haspopup': kind,
        'aria-controls': open ? id : undefined,
      })}
      {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles it can have take a name */}
      <div
        ref={popover}
        id={id}
        popover="auto"
        role={kind}
        aria-label={label}
        className={cx('float overflow-y-auto', className)}
        style={place ?? undefined}
        onBeforeToggle={(event) => {
          if (event.target !== event.currentTarget) return
          const opens = event.newState === 'open'
          flushSync(() => setPlace(opens ? placeOf(id, align, width, sheet) : null))
        }}
        onToggle={(event) => {
          if (event.newState !== 'open') return
          event.currentTarget.querySelector<HTMLElement>('[data-autofocus]')?.focus()
        }}
      >
        {open && children(close)}
      </div>
    </>
  )
}

function placeOf(id: string, align: 'start' | 'end', width: number, sheet: boolean): CSSProperties {
  if (!sheet || window.innerWidth > width + 2 * EDGE) return placeBeside(triggerOf(id), align, width)
  const maxHeight = Math.round(window.innerHeight * SHEET_PART)
  return {
    inset: 'auto 0 0 0',
    width: 'auto',
    maxHeight,
    borderBottomLeftRadius: 0,
    borderBottomRightRadius: 0,
  }
}

function triggerOf(id: string): Element | null {
  return document.querySelector(`[popovertarget="${CSS.escape(id)}"]`)
}

function placeBeside(trigger: Element | null, align: 'start' | 'end', wanted: number): CSSProperties {
  const { innerWidth, innerHeight } = window
  const width = Math.min(wanted, innerWidth - 2 * EDGE)
  const box = trigger?.getBoundingClientRect() ?? new DOMRect(EDGE, EDGE, 0, 0)
  const start = align === 'start' ? box.left : box.right - width
  const left = Math.max(EDGE, Math.min(start, innerWidth - width - EDGE))
  const below = innerHeight - box.bottom - GAP - EDGE
  const above = box.top - GAP - EDGE
  if (below >= COMFORTABLE_HEIGHT || below >= above) {
    return { left, width, top: box.bottom + GAP, bottom: 'auto', right: 'auto', maxHeight: below }
  }
  return { left, width, bottom: innerHeight - box.top + GAP, top: 'auto', right: 'auto', maxHeight: above }
}
