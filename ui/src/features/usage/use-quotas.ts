import { useEffect, useState } from 'react'
import type { Quota } from '@/shared/api/schema'
import { getMyQuotas } from '@/shared/api/usage'

/** So often a page that is looked at asks what is used. */
const REFRESH_MS = 60_000

/** Returns the limits that hold for the person: read at once, every minute if there are some, and when the page is looked at again. */
export function useQuotas(): readonly Quota[] {
  const [quotas, setQuotas] = useState<readonly Quota[]>([])
  const limited = quotas.length > 0

  useEffect(() => {
    let ended = false
    const refresh = () => {
      if (document.visibilityState !== 'visible') return
      getMyQuotas().then(
        ({ items }) => {
          if (!ended) setQuotas(items)
        },
        // What was known is shown until the next time.
        () => {},
      )
    }
    if (!limited) refresh()
    const timer = limited ? setInterval(refresh, REFRESH_MS) : undefined
    document.addEventListener('visibilitychange', refresh)
    return () => {
      ended = true
      clearInterval(timer)
      document.removeEventListener('visibilitychange', refresh)
    }
  }, [limited])

  return quotas
}
