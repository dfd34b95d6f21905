import { ArrowDown } from 'lucide-react'
import { type RefObject, useCallback, useEffect, useMemo } from 'react'
import { Button } from '@/components/button'
import { findMessage, showSibling } from '@/features/conversations/message-store'
import type { TranscriptEntry } from '@/features/conversations/message-tree'
import { startGeneration } from '@/features/generations/generation-commands'
import type { LiveGeneration } from '@/features/generations/live-generations'
import { mayAsk, useModels } from '@/features/models/model-store'
import type { Message, Model } from '@/shared/api/schema'
import { AssistantMessage } from './assistant-message'
import type { RemedyRenderer } from './remedy'
import { useCopyShortcuts } from './use-copy-shortcuts'
import { useFollowing } from './use-following'
import { useWindow } from './use-window'
import { UserMessage } from './user-message'

const CONTINUE = 'Continue exactly where you stopped.'

/** Lets those who send something have the transcript follow it. */
export interface TranscriptHandle {
  follow: () => void
}

export interface TranscriptProps {
  conversationId: string
  entries: readonly TranscriptEntry[]
  live: LiveGeneration | null
  selectedModel: Model | undefined
  canWrite: boolean
  handle: RefObject<TranscriptHandle | null>
  remedy: RemedyRenderer
}

export function Transcript(props: TranscriptProps) {
  const { conversationId, entries, live, selectedModel, canWrite, handle, remedy } = props
  const { scroller, content, atEnd, follow } = useFollowing()
  const { shown, start } = useWindow(entries, scroller)
  const dividers = useMemo(() => switchesIn(entries), [entries])
  const modelId = selectedModel?.id
  useCopyShortcuts(entries)

  useEffect(() => {
    handle.current = { follow }
    return () => {
      handle.current = null
    }
  }, [handle, follow])

  const onStep = useCallback(
    (messageId: string, step: -1 | 1) => showSibling(conversationId, messageId, step),
    [conversationId],
  )
  const onEdit = useCallback(
    (messageId: string, text: string) => {
      const parentId = findMessage(conversationId, messageId)?.parentId ?? null
      if (modelId === undefined) return
      startGeneration({ conversationId, question: { type: 'message', text, parentId }, model: modelId })
      follow()
    },
    [conversationId, modelId, follow],
  )
  const onRegenerate = useCallback(
    (message: Message, chosen: string | null) => {
      const model = chosen ?? modelId
      if (message.parentId === null || model === undefined) return
      const question = { type: 'regenerate', userMessageId: message.parentId } as const
      startGeneration({ conversationId, question, model })
      follow()
    },
    [conversationId, modelId, follow],
  )
  const onContinue = useCallback(
    (message: Message) => {
      const question = { type: 'message', text: CONTINUE, parentId: message.id } as const
      const former = message.model !== null && mayAsk(message.model) ? message.model : null
      startGeneration({ conversationId, question, model: former ?? modelId ?? '' })
      follow()
    },
    [conversationId, modelId, follow],
  )

  const lastEntry = entries.at(-1)
  const lastModel = lastEntry?.message.role === 'assistant' ? lastEntry.message.model : null
  const unanswered = lastEntry?.message.role === 'user' && live === null ? lastEntry.message : null

  return (
    <div className="relative min-h-0 grow">
      <div
        ref={scroller}
        className="h-full overflow-y-auto overscroll-contain [scrollbar-gutter:stable_both-edges]"
      >
        <div
          ref={content}
          role="log"
          aria-label="Transcript"
          aria-live="off"
          aria-busy={live !== null || lastEntry?.message.status === 'streaming'}
          className="mx-auto grid w-full max-w-reading grid-cols-1 gap-5 px-4 pt-6 pb-10"
        >
          {start > 0 && (
            <p className="text-center text-muted text-sm">Earlier ones appear as you scroll up.</p>
          )}
          {shown.map((entry, index) => {
            const { message } = entry
            const last = start + index === entries.length - 1
            const switched = dividers.get(message.id)
            return (
              <article
                key={message.id}
                data-entry={message.id}
                className={last ? undefined : '[contain-intrinsic-size:auto_12rem] [content-visibility:auto]'}
              >
                {switched !== undefined && <NowAnswering modelId={switched} />}
                {message.role === 'user' ? (
                  <UserMessage
                    entry={entry}
                    canWrite={canWrite && live === null}
                    onEdit={onEdit}
                    onStep={onStep}
                  />
                ) : (
                  <AssistantMessage
                    entry={entry}
                    live={live?.assistantMessageId === message.id ? live : null}
                    last={last}
                    canWrite={canWrite && live === null}
                    onRegenerate={onRegenerate}
                    onContinue={onContinue}
                    onStep={onStep}
                    remedy={remedy}
                  />
                )}
              </article>
            )
          })}
          {unanswered && canWrite && (
            <div className="flex items-center gap-3 text-sm text-soft">
              <p>This has not been answered.</p>
              <Button
                size="small"
                onClick={() => onRegenerate({ ...unanswered, parentId: unanswered.id }, null)}
              >
                Get an answer
              </Button>
            </div>
          )}
          {live === null &&
            canWrite &&
            lastModel !== null &&
            modelId !== undefined &&
            lastModel !== modelId && <NowAnswering modelId={modelId} />}
        </div>
      </div>
      {!atEnd && (
        <button
          type="button"
          aria-label="Jump to latest"
          data-tip="Jump to latest"
          onClick={follow}
          className="touch absolute bottom-4 left-1/2 grid size-9 -translate-x-1/2 animate-rise place-items-center rounded-full border border-line bg-raised text-soft shadow-float transition-colors hover:bg-hover hover:text-ink"
        >
          <ArrowDown aria-hidden size={18} />
        </button>
      )}
    </div>
  )
}

function NowAnswering({ modelId }: { modelId: string }) {
  const label = useModels(({ items }) => items.find((model) => model.id === modelId)?.label ?? modelId)
  return (
    <p className="my-2 flex items-center gap-4 pb-4 text-muted text-xs before:h-px before:grow before:bg-line after:h-px after:grow after:bg-line">
      Now answering: {label}
    </p>
  )
}

/** Before which questions another model took over, by the id of the question. */
function switchesIn(entries: readonly TranscriptEntry[]): Map<string, string> {
  const switches = new Map<string, string>()
  let former: string | null = null
  entries.forEach(({ message }, index) => {
    if (message.role !== 'assistant' || message.model === null) return
    const question = entries[index - 1]?.message
    if (former !== null && former !== message.model && question) switches.set(question.id, message.model)
    former = message.model
  })
  return switches
}
