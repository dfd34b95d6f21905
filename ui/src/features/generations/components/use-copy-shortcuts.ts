import { useEffect } from 'react'
import { toast } from '@/components/toast'
import { type Copy, useCopy } from '@/components/use-copy'
import type { TranscriptEntry } from '@/features/conversations/message-tree'
import { shortcutOf } from '@/shared/keys'

/** Ctrl/Cmd+Shift+C copies the last answer of what is shown, Ctrl/Cmd+Shift+; its last code block. */
export function useCopyShortcuts(entries: readonly TranscriptEntry[]): void {
  const { copy } = useCopy()

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const shortcut = event.defaultPrevented ? null : shortcutOf(event)
      if (shortcut !== 'copy-answer' && shortcut !== 'copy-code') return
      const answer = entries.findLast(
        ({ message }) => message.role === 'assistant' && message.text !== '',
      )?.message
      if (!answer) return
      event.preventDefault()
      if (shortcut === 'copy-code') {
        void copyLastCode(answer.text, copy)
        return
      }
      copy(answer.text, document.querySelector(`[data-entry="${answer.id}"] .group > .prose`))
      toast({ text: 'Answer copied' })
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [entries, copy])
}

async function copyLastCode(text: string, copy: Copy): Promise<void> {
  const { lastCodeIn } = await import('@/components/markdown/last-code')
  const code = lastCodeIn(text)
  if (code !== null) copy(code)
  toast({ text: code === null ? 'The last answer has no code block' : 'Code copied' })
}
