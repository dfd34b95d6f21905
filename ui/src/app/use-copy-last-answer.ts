import { useEffect } from 'react'
import { toast } from '@/components/toast'
import { useCopy } from '@/components/use-copy'
import type { TranscriptEntry } from '@/features/conversations/message-tree'

/** Ctrl/Cmd+Shift+C copies the last finished answer of what is shown. */
export function useCopyLastAnswer(entries: readonly TranscriptEntry[]): void {
  const { copy } = useCopy()

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const wanted = (event.ctrlKey || event.metaKey) && event.shiftKey && event.key.toLowerCase() === 'c'
      if (!wanted || event.defaultPrevented) return
      const last = entries.findLast(({ message }) => message.role === 'assistant' && message.text !== '')
      if (!last) return
      event.preventDefault()
      copy(last.message.text)
      toast({ text: 'Answer copied' })
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [entries, copy])
}
