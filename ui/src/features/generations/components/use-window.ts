import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'

const STEP = 40
/** More is shown before the reader has reached the beginning of what is there. */
const AHEAD_PX = 800

interface Anchor {
  readonly element: Element
  readonly top: number
}

/** The newest entries of a long list, and more of the earlier ones whenever the reader comes near them. */
export function useWindow<T>(entries: readonly T[], scroller: RefObject<HTMLElement | null>) {
  const [size, setSize] = useState(STEP)
  const anchor = useRef<Anchor | null>(null)
  const start = Math.max(0, entries.length - size)

  useEffect(() => {
    const element = scroller.current
    if (!element || start === 0) return
    const onScroll = () => {
      if (element.scrollTop > AHEAD_PX || anchor.current) return
      const first = element.querySelector('[data-entry]')
      if (first) anchor.current = { element: first, top: first.getBoundingClientRect().top }
      setSize((known) => known + STEP)
    }
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => element.removeEventListener('scroll', onScroll)
  }, [scroller, start])

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the beginning has moved
  useLayoutEffect(() => {
    const kept = anchor.current
    anchor.current = null
    const element = scroller.current
    if (kept && element) element.scrollTop += kept.element.getBoundingClientRect().top - kept.top
  }, [start, scroller])

  return { shown: start === 0 ? entries : entries.slice(start), start }
}
