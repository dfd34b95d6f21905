import { useEffect } from 'react'
import { create } from 'zustand'
import { getMySettings } from '@/shared/api/me-settings'
import type { Feature, MySettings } from '@/shared/api/schema'
import { onUserChange } from '@/shared/api/session-store'

/** So often, at most, a page that is looked at again asks what holds now. */
const REFRESH_MS = 60_000

/** The organisation's settings for the signed-in person; null until they are known. */
export const useMySettings = create<{ settings: MySettings | null }>(() => ({ settings: null }))

/** Returns whether the organisation has left something switched on; true until that is known. */
export function useFeature(feature: Feature): boolean {
  return useMySettings(({ settings }) => settings?.features[feature] ?? true)
}

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
