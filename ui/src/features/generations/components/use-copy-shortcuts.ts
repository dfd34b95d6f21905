import { useEffect } from 'react'
import { lastCodeIn } from '@/components/markdown/last-code'
import { toast } from '@/components/toast'
import { useCopy } from '@/components/use-copy'
import type { TranscriptEntry } from '@/features/conversations/message-tree'

/** Ctrl/Cmd+Shift+C copies the last answer of what is shown, Ctrl/Cmd+Shift+; its last code block. */
export function useCopyShortcuts(entries: readonly TranscriptEntry[]): void {
  const { copy } = useCopy()

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || !event.shiftKey || event.defaultPrevented) return
      const wantsCode = event.code === 'Semicolon'
      if (!wantsCode && event.key.toLowerCase() !== 'c') return
      const answer = entries.findLast(
        ({ message }) => message.role === 'assistant' && message.text !== '',
      )?.message
      const text = answer && (wantsCode ? lastCodeIn(answer.text) : answer.text)
      if (!text) return
      event.preventDefault()
      copy(text)
      toast({ text: wantsCode ? 'Code copied' : 'Answer copied' })
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [entries, copy])
}
