import { useCallback, useEffect, useState } from 'react'
import { toast } from './toast'

const CONFIRMATION_MS = 2000

/** Copies text, and the rendered Markdown that says the same as rich text for those who paste it into a document. */
export type Copy = (text: string, rendered?: Element | null) => void

/** Copies to the clipboard; `copied` is true for the moment in which that deserves a check mark. */
export function useCopy(): { copied: boolean; copy: Copy } {
  const [copies, setCopies] = useState(0)
  const copied = copies > 0

  useEffect(() => {
    if (copies === 0) return
    const timer = setTimeout(() => setCopies(0), CONFIRMATION_MS)
    return () => clearTimeout(timer)
  }, [copies])

  const copy = useCallback<Copy>((text, rendered) => {
    write(text, rendered).then(
      () => setCopies((count) => count + 1),
      () =>
        toast({ tone: 'danger', text: 'The browser refused to copy. Select the text and copy it by hand.' }),
    )
  }, [])

  return { copied, copy }
}

/** Over plain http there is no clipboard at all. */
async function write(text: string, rendered?: Element | null): Promise<void> {
  if (!rendered || typeof ClipboardItem === 'undefined') return navigator.clipboard.writeText(text)
  // Promises, so that the clipboard is asked for within the click that allows it.
  const html = import('./markdown/rich-text').then(
    ({ htmlOf }) => new Blob([htmlOf(rendered)], { type: 'text/html' }),
  )
  const plain = new Blob([text], { type: 'text/plain' })
  return navigator.clipboard.write([new ClipboardItem({ 'text/plain': plain, 'text/html': html })])
}
