import { type CSSProperties, useEffect, useRef, useState } from 'react'

const DELAY_MS = 500
const EDGE = 8

interface Tip {
  readonly text: string
  readonly place: CSSProperties
}

/**
 * Shows the `data-tip` of whatever is hovered or focused by keyboard. One host serves the page. The tip repeats what the
 * element's accessible name says, so assistive technology need not hear of it.
 */
export function TooltipHost() {
  const [tip, setTip] = useState<Tip | null>(null)
  const popover = useRef<HTMLDivElement>(null)

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const hide = () => {
      clearTimeout(timer)
      setTip(null)
    }
    const show = (event: Event, delay: number) => {
      const target = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-tip]') : null
      hide()
      if (target) timer = setTimeout(() => target.isConnected && setTip(tipFor(target)), delay)
    }
    const onOver = (event: PointerEvent) => event.pointerType === 'mouse' && show(event, DELAY_MS)
    const onFocus = (event: FocusEvent) => {
      if (event.target instanceof Element && event.target.matches(':focus-visible')) show(event, 0)
    }
    document.addEventListener('pointerover', onOver)
    document.addEventListener('focusin', onFocus)
    const ends = ['focusout', 'pointerdown', 'keydown', 'scroll'] as const
    for (const name of ends) document.addEventListener(name, hide, true)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('pointerover', onOver)
      document.removeEventListener('focusin', onFocus)
      for (const name of ends) document.removeEventListener(name, hide, true)
    }
  }, [])

  useEffect(() => {
    if (tip) popover.current?.showPopover()
  }, [tip])

  if (!tip) return null
  return (
    <div ref={popover} popover="manual" aria-hidden="true" className="tip" style={tip.place}>
      {tip.text}
    </div>
  )
}

function tipFor(target: HTMLElement): Tip {
  const box = target.getBoundingClientRect()
  const below = box.bottom + 40 < window.innerHeight
  const fromRight = box.left > window.innerWidth / 2
  const middle = (box.left + box.right) / 2
  return {
    text: target.dataset['tip'] ?? '',
    place: {
      top: below ? box.bottom + 6 : 'auto',
      bottom: below ? 'auto' : window.innerHeight - box.top + 6,
      left: fromRight ? 'auto' : Math.max(EDGE, middle - 24),
      right: fromRight ? Math.max(EDGE, window.innerWidth - middle - 24) : 'auto',
    },
  }
}
