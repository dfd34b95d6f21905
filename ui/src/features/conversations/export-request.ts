import { create } from 'zustand'
import type { ExportTarget } from '@/shared/api/exports'
import { onUserChange } from '@/shared/api/session-store'

const useRequest = create<{ target: ExportTarget | null }>(() => ({ target: null }))

onUserChange(() => closeExport())

/** What the reader wants to export, while the dialog is open; otherwise null. */
export function useExportRequest(): ExportTarget | null {
  return useRequest(({ target }) => target)
}

/** Opens the dialog. */
export function requestExport(target: ExportTarget): void {
  useRequest.setState({ target })
}

export function closeExport(): void {
  useRequest.setState({ target: null })
}
