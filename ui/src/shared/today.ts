import { useSyncExternalStore } from 'react'

/** Timers stand still while a computer sleeps, so that the day is looked at again this often. */
const CHECK_MS = 60_000

/** Returns the beginning of the reader's calendar day, in milliseconds since 1970; the component follows when the day changes. */
export function useToday(): number {
  return useSyncExternalStore(watchTime, startOfToday)
}

function watchTime(listener: () => void): () => void {
  const timer = setInterval(listener, CHECK_MS)
  document.addEventListener('visibilitychange', listener)
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', listener)
  }
}

function startOfToday(): number {
  return new Date().setHours(0, 0, 0, 0)
}
