import { useEffect, useState } from 'react'

/** Whole seconds that are left of `seconds`, counted from when that was given. */
export function useCountdown(seconds: number | undefined): number {
  const [end, setEnd] = useState(0)
  const [now, setNow] = useState(0)

  useEffect(() => {
    if (seconds === undefined || seconds <= 0) return
    const start = performance.now()
    setEnd(start + seconds * 1000)
    setNow(start)
    const timer = setInterval(() => setNow(performance.now()), 250)
    const stop = setTimeout(() => clearInterval(timer), seconds * 1000 + 500)
    return () => {
      clearInterval(timer)
      clearTimeout(stop)
    }
  }, [seconds])

  return Math.max(0, Math.ceil((end - now) / 1000))
}
