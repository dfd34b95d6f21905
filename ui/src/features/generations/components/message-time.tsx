import { useMoment } from '@/shared/moment'

const TIME = { hour: '2-digit', minute: '2-digit' } as const
const EXACT = { dateStyle: 'full', timeStyle: 'medium' } as const
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })

export function MessageTime({ at }: { at: string }) {
  const time = useMoment(TIME)
  const exact = useMoment(EXACT)
  const date = new Date(at)
  const today = date.toDateString() === new Date().toDateString()
  return (
    <time dateTime={at} title={exact(date)}>
      {today ? time(date) : `${DAY.format(date)}, ${time(date)}`}
    </time>
  )
}
