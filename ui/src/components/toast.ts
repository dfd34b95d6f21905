import { create } from 'zustand'

export interface ToastMessage {
  readonly id: number
  readonly text: string
  readonly tone: 'plain' | 'danger'
  readonly action?: { readonly label: string; readonly run: () => void } | undefined
}

interface ToastState {
  readonly toasts: readonly ToastMessage[]
}

const LIFETIME_MS = 7000
const MOST = 3

let next = 1

export const useToasts = create<ToastState>(() => ({ toasts: [] }))

/** Shows a short message at the foot of the page for seven seconds. */
export function toast({ text, tone = 'plain', action }: Partial<ToastMessage> & { text: string }): void {
  const id = next++
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts, { id, text, tone, action }].slice(-MOST) }))
  setTimeout(() => dismissToast(id), LIFETIME_MS)
}

export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((each) => each.id !== id) }))
}
