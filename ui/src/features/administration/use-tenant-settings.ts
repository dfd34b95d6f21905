import { useCallback, useEffect, useState } from 'react'
import { getTenantSettings, patchTenantSettings } from '@/shared/api/admin-settings'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'
import type { TenantSettings, TenantSettingsPatch } from '@/shared/api/schema'
import { draftOf, patchOf, type SettingsDraft } from './settings-draft'

/** The settings of the tenant while they are edited. */
export type TenantSettingsForm = {
  /** As they are on the server; null until they are read. */
  stored: TenantSettings | null
  draft: SettingsDraft | null
  /** What is not saved. */
  patch: TenantSettingsPatch
  /** Number of settings that are not saved. */
  unsaved: number
  busy: boolean
  problem: ProblemError | null
  /** Returns what is wrong with a setting. */
  errorOf: (name: keyof SettingsDraft) => string | undefined
  edit: (change: Partial<SettingsDraft>) => void
  /** Returns whether the settings were saved. */
  save: () => Promise<boolean>
  /** Drops what is not saved. */
  discard: () => void
  /** Reads the settings; what is not saved by now is lost. */
  reload: () => void
}

export function useTenantSettings(): TenantSettingsForm {
  const [stored, setStored] = useState<TenantSettings | null>(null)
  const [draft, setDraft] = useState<SettingsDraft | null>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const patch: TenantSettingsPatch = stored && draft ? patchOf(draft, stored) : {}
  const unsaved = Object.keys(patch).length

  /** Shows what the server has; what was typed since it was asked stays. */
  const show = useCallback((settings: TenantSettings, asked: SettingsDraft | null) => {
    setStored(settings)
    setDraft((now) => ({ ...draftOf(settings), ...(asked && now ? changesOf(asked, now) : {}) }))
  }, [])

  const reload = useCallback(
    async (asked: SettingsDraft | null) => {
      setProblem(null)
      try {
        show(await getTenantSettings(), asked)
      } catch (error) {
        setProblem(toProblemError(error))
      }
    },
    [show],
  )

  useEffect(() => void reload(null), [reload])

  useEffect(() => {
    if (unsaved === 0) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [unsaved])

  const save = async () => {
    if (!stored) return false
    setBusy(true)
    setProblem(null)
    try {
      show(await patchTenantSettings(stored.version, patch), draft)
      return true
    } catch (error) {
      setProblem(toProblemError(error))
      return false
    } finally {
      setBusy(false)
    }
  }

  const violations = problem?.problem?.violations ?? []
  return {
    stored,
    draft,
    patch,
    unsaved,
    busy,
    problem,
    errorOf: (name) => violations.find(({ field }) => field.replace(/\[\d+\]$/, '') === name)?.message,
    edit: (change) => setDraft((before) => before && { ...before, ...change }),
    save,
    discard: () => {
      setProblem(null)
      setDraft(stored && draftOf(stored))
    },
    reload: () => void reload(draft),
  }
}

/** The fields of a draft that differ from those of an earlier one. */
function changesOf(before: SettingsDraft, now: SettingsDraft): Partial<SettingsDraft> {
  const names = Object.keys(now) as (keyof SettingsDraft)[]
  return Object.fromEntries(
    names.filter((name) => now[name] !== before[name]).map((name) => [name, now[name]]),
  )
}
