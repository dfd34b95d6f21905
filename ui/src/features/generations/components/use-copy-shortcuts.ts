import { useEffect } from 'react'
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
      if (!answer) return
      event.preventDefault()
      if (wantsCode) {
        void copyLastCode(answer.text, copy)
        return
      }
      copy(answer.text)
      toast({ text: 'Answer copied' })
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [entries, copy])
}

async function copyLastCode(text: string, copy: (text: string) => void): Promise<void> {
  const { lastCodeIn } = await import('@/components/markdown/last-code')
  const code = lastCodeIn(text)
  if (code !== null) copy(code)
  toast({ text: code === null ? 'The last answer has no code block' : 'Code copied' })
}
