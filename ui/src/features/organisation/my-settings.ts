import { create } from 'zustand'
import type { Feature, MySettings } from '@/shared/api/schema'

/** The organisation's settings for the signed-in person; null until they are known. `followed-settings.ts` reads them. */
export const useMySettings = create<{ settings: MySettings | null }>(() => ({ settings: null }))

/** Returns whether the organisation has left something switched on; true until that is known. */
export function useFeature(feature: Feature): boolean {
  return useMySettings(({ settings }) => settings?.features[feature] ?? true)
}
