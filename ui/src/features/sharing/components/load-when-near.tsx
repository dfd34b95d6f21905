import { useEffect, useRef } from 'react'
import { Skeleton } from '@/components/skeleton'

/** Stands at the end of a list and reads more when the reader comes near it. */
export function LoadWhenNear({ load }: { load: () => void }) {
  const end = useRef<HTMLDivElement>(null)
  const latest = useRef(load)
  latest.current = load
  useEffect(() => {
    if (!end.current) return
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && latest.current(), {
      rootMargin: '800px',
    })
    observer.observe(end.current)
    return () => observer.disconnect()
  }, [])
  return (
    <div ref={end}>
      <Skeleton className="my-3 h-4" />
    </div>
  )
}
