const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** 0.4 -> "1 s", 90 -> "2 min", 7200 -> "2 h": rounded up, in the largest unit that fits. */
export function formatDuration(seconds: number): string {
  if (seconds <= MINUTE) return `${Math.max(1, Math.ceil(seconds))} s`
  if (seconds <= HOUR) return `${Math.ceil(seconds / MINUTE)} min`
  if (seconds <= DAY) return `${Math.ceil(seconds / HOUR)} h`
  return `${Math.ceil(seconds / DAY)} days`
}

/** How long ago a time (RFC 3339) was: "just now", "5 minutes ago", "3 days ago". */
export function formatAge(at: string, now = Date.now()): string {
  const seconds = Math.max(0, (now - Date.parse(at)) / 1000)
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
  if (seconds < MINUTE) return 'just now'
  if (seconds < HOUR) return words.format(-Math.floor(seconds / MINUTE), 'minute')
  if (seconds < DAY) return words.format(-Math.floor(seconds / HOUR), 'hour')
  return words.format(-Math.floor(seconds / DAY), 'day')
}
