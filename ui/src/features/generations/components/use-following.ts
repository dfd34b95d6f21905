import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

/** So close to the end a reader is taken to be at the end. */
const NEAR_PX = 48

interface Following {
  scroller: RefObject<HTMLDivElement | null>
  content: RefObject<HTMLDivElement | null>
  atEnd: boolean
  /** Goes to the end and stays there. */
  follow: () => void
}

/** Scrolls to the end of growing content while the reader is at the end; a reader who has scrolled up is left where they are. */
export function useFollowing(): Following {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const following = useRef(true)
  const [atEnd, setAtEnd] = useState(true)

  const goToEnd = useCallback(() => {
    const element = scroller.current
    if (element) element.scrollTop = element.scrollHeight
  }, [])

  const follow = useCallback(() => {
    following.current = true
    setAtEnd(true)
    goToEnd()
  }, [goToEnd])

  useLayoutEffect(goToEnd, [goToEnd])

  useEffect(() => {
    const element = scroller.current
    if (!element || !content.current) return
    let lastTop = element.scrollTop
    const onScroll = () => {
      const distance = element.scrollHeight - element.scrollTop - element.clientHeight
      // Only a reader moves up; content that grows moves nothing.
      if (distance < NEAR_PX) following.current = true
      else if (element.scrollTop < lastTop - 1) following.current = false
      lastTop = element.scrollTop
      setAtEnd(following.current)
    }
    const observer = new ResizeObserver(() => following.current && goToEnd())
    observer.observe(content.current)
    observer.observe(element)
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', onScroll)
    }
  }, [goToEnd])

  return { scroller, content, atEnd, follow }
}
