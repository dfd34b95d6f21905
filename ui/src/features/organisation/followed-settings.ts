import { useEffect } from 'react'
import { getMySettings } from '@/shared/api/me-settings'
import type { MySettings } from '@/shared/api/schema'
import { onUserChange } from '@/shared/api/session-store'
import { useMySettings } from './my-settings'

/** So often, at most, a page that is looked at again asks what holds now. */
const REFRESH_MS = 60_000

let readAt = Number.NEGATIVE_INFINITY

onUserChange(() => {
  readAt = Number.NEGATIVE_INFINITY
  useMySettings.setState({ settings: null })
})

/** Reads the settings now and whenever the page is looked at again after a while. */
export function useFollowedSettings(): MySettings | null {
  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState !== 'visible' || performance.now() - readAt < REFRESH_MS) return
      readAt = performance.now()
      getMySettings().then(
        (settings) => useMySettings.setState({ settings }),
        // What was known still holds, or nothing is shown.
        () => {
          readAt = Number.NEGATIVE_INFINITY
        },
      )
    }
    refresh()
    document.addEventListener('visibilitychange', refresh)
    return () => document.removeEventListener('visibilitychange', refresh)
  }, [])
  return useMySettings(({ settings }) => settings)
}
