import { useMoment } from '@/shared/moment'
import { useToday } from '@/shared/today'

const TIME = { hour: '2-digit', minute: '2-digit' } as const
const EXACT = { dateStyle: 'full', timeStyle: 'medium' } as const
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })
const DAY_OF_YEAR = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' })

export function MessageTime({ at }: { at: string }) {
  const time = useMoment(TIME)
  const exact = useMoment(EXACT)
  const date = new Date(at)
  const now = new Date(useToday())
  const today = date.toDateString() === now.toDateString()
  const day = date.getFullYear() === now.getFullYear() ? DAY : DAY_OF_YEAR
  return (
    <time dateTime={at} title={exact(date)}>
      {today ? time(date) : `${day.format(date)}, ${time(date)}`}
    </time>
  )
}
