import { useCallback, useEffect, useState } from 'react'
import { toast } from './toast'

const CONFIRMATION_MS = 2000

/** Copies text to the clipboard; `copied` is true for the moment in which that deserves a check mark. */
export function useCopy(): { copied: boolean; copy: (text: string) => void } {
  const [copies, setCopies] = useState(0)
  const copied = copies > 0

  useEffect(() => {
    if (copies === 0) return
    const timer = setTimeout(() => setCopies(0), CONFIRMATION_MS)
    return () => clearTimeout(timer)
  }, [copies])

  const copy = useCallback((text: string) => {
    navigator.clipboard.writeText(text).then(
      () => setCopies((count) => count + 1),
      () =>
        toast({ tone: 'danger', text: 'The browser refused to copy. Select the text and copy it by hand.' }),
    )
  }, [])

  return { copied, copy }
}
