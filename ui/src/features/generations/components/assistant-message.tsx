import {
  ArrowRight,
  Check,
  CircleSlash,
  Copy,
  MessageSquareDashed,
  RefreshCw,
  ShieldAlert,
  Unplug,
  Wrench,
} from 'lucide-react'
import { memo, useMemo, useState } from 'react'
import { Button } from '@/components/button'
import { IconButton } from '@/components/icon-button'
import { LazyMarkdown } from '@/components/markdown/lazy-markdown'
import { Menu } from '@/components/menu'
import { ProblemNotice } from '@/components/problem-notice'
import { Spinner } from '@/components/spinner'
import { useCopy } from '@/components/use-copy'
import type { TranscriptEntry } from '@/features/conversations/message-tree'
import type { LiveGeneration } from '@/features/generations/live-generations'
import { type Reasoning, reasoningOf } from '@/features/generations/reasoning'
import {
  reasoningSeconds,
  useStreamingReasoning,
  useStreamingText,
} from '@/features/generations/streaming-text'
import { mayAsk, useModels, useQuickChoices } from '@/features/models/model-store'
import type { Message } from '@/shared/api/schema'
import { type Ending, endingOf } from './ending'
import { MessageTime } from './message-time'
import { ReasoningSection } from './reasoning-section'
import type { RemedyRenderer } from './remedy'
import { SiblingPager } from './sibling-pager'
import { UsageLine } from './usage-line'
import { useAnnouncedAnswer } from './use-announced-answer'

export interface AssistantMessageProps {
  entry: TranscriptEntry
  /** The generation that writes this answer, if it is being written. */
  live: LiveGeneration | null
  last: boolean
  canWrite: boolean
  /** Null: with the model that is selected. */
  onRegenerate: (message: Message, modelId: string | null) => void
  onContinue: (message: Message) => void
  onStep: (messageId: string, step: -1 | 1) => void
  remedy: RemedyRenderer
}

export const AssistantMessage = memo(function AssistantMessage(props: AssistantMessageProps) {
  const { entry, live, last, canWrite, onRegenerate, onContinue, onStep, remedy } = props
  const { message, siblingIndex, siblingCount } = entry
  const model = useModels((state) => state.items.find((each) => each.id === message.model))
  const choices = useQuickChoices()
  const received = useStreamingText(message.id)
  const text = received !== null && received.length >= message.text.length ? received : message.text
  const streaming = message.status === 'streaming'
  const reasoning = useReasoning(message)
  const [textCameFirst, setTextCameFirst] = useState(false)
  if (streaming && text !== '' && reasoning === null && !textCameFirst) setTextCameFirst(true)
  const { copied, copy } = useCopy()
  useAnnouncedAnswer(text, streaming)

  const name = model?.label ?? message.model ?? 'Assistant'
  const idle = last ? '' : 'opacity-0 transition-opacity focus-within:opacity-100 group-hover:opacity-100'
  const thought = reasoning && (
    <ReasoningSection reasoning={reasoning} thinking={streaming && text === ''} streaming={streaming} />
  )
  return (
    <div className="group">
      <h2 className="mb-1.5 font-semibold text-muted text-sm">{name}</h2>
      {!textCameFirst && thought}
      {text !== '' && <LazyMarkdown text={text} streaming={streaming} />}
      {/* Above the text it would push down what is being read. */}
      {textCameFirst && thought && <div className="mt-3">{thought}</div>}
      {streaming && text === '' && reasoning === null && <Waiting name={name} />}
      {streaming && live?.connection === 'reconnecting' && <Reconnecting sent={live.phase === 'running'} />}
      {!streaming && (
        <Outcome
          message={message}
          canWrite={canWrite}
          {...{ onRegenerate, onContinue, remedy }}
          last={last}
        />
      )}
      {!streaming && (
        <div
          className={`-ml-1.5 mt-2 flex min-h-7 flex-wrap items-center gap-x-0.5 text-muted text-xs ${idle} pointer-coarse:opacity-100`}
        >
          {text !== '' && (
            <IconButton
              label="Copy answer"
              size="small"
              icon={copied ? <Check aria-hidden size={15} /> : <Copy aria-hidden size={15} />}
              onClick={({ currentTarget }) => copy(text, renderedAnswer(currentTarget))}
            />
          )}
          {canWrite && (
            <Menu
              label="Regenerate"
              align="start"
              width={232}
              trigger={(trigger) => (
                <IconButton
                  {...trigger}
                  label="Regenerate"
                  size="small"
                  icon={<RefreshCw aria-hidden size={15} />}
                />
              )}
              items={[
                ...(message.model !== null && mayAsk(message.model)
                  ? [{ label: 'Try again', note: name, run: () => onRegenerate(message, message.model) }]
                  : []),
                ...choices
                  .filter((each) => each.id !== message.model)
                  .map((each) => ({
                    label: `With ${each.label}`,
                    run: () => onRegenerate(message, each.id),
                  })),
              ]}
            />
          )}
          <SiblingPager
            index={siblingIndex}
            count={siblingCount}
            onStep={(step) => onStep(message.id, step)}
          />
          <span className="flex flex-wrap gap-x-2.5 px-1.5 tabular-nums">
            <MessageTime at={message.createdAt} />
            {message.usage && <UsageLine usage={message.usage} model={model} />}
          </span>
        </div>
      )}
    </div>
  )
}, isSame)

/** The text of the answer as it stands above its tools. */
function renderedAnswer(tool: Element): Element | null {
  return tool.closest('.group')?.querySelector(':scope > .prose') ?? null
}

function isSame(before: AssistantMessageProps, after: AssistantMessageProps): boolean {
  return (
    before.entry.message === after.entry.message &&
    before.entry.siblingIndex === after.entry.siblingIndex &&
    before.entry.siblingCount === after.entry.siblingCount &&
    before.live === after.live &&
    before.last === after.last &&
    before.canWrite === after.canWrite &&
    before.onRegenerate === after.onRegenerate &&
    before.onContinue === after.onContinue &&
    before.onStep === after.onStep &&
    before.remedy === after.remedy
  )
}

/** The reasoning of an answer: what streams in, unless more of it was loaded; null: none. */
function useReasoning(message: Message): Reasoning | null {
  const received = useStreamingReasoning(message.id)
  const stored = useMemo(() => reasoningOf(message), [message])
  if (received === null || received.length < (stored?.summary.length ?? 1)) return stored
  return { summary: received, seconds: reasoningSeconds(message.id) }
}

function Waiting({ name }: { name: string }) {
  return (
    <p className="flex h-7 items-center gap-3 text-muted">
      <span aria-hidden className="typing flex gap-1">
        {[1, 2, 3].map((dot) => (
          <span key={dot} className="size-1.5 rounded-full bg-muted" />
        ))}
      </span>
      <span className="late text-sm [animation-delay:2.5s]">{name} is thinking</span>
    </p>
  )
}

function Reconnecting({ sent }: { sent: boolean }) {
  return (
    <p role="status" className="mt-3 flex items-center gap-2 text-sm text-warn">
      <Unplug aria-hidden size={16} />
      {sent
        ? 'Connection lost. The answer goes on at the server; reconnecting…'
        : 'No connection. Your message is not sent yet; trying again…'}
      <Spinner size={14} />
    </p>
  )
}

interface OutcomeProps
  extends Pick<AssistantMessageProps, 'canWrite' | 'onRegenerate' | 'onContinue' | 'remedy'> {
  message: Message
  last: boolean
}

const LOOKS: Record<Ending['look'], typeof CircleSlash> = {
  stopped: CircleSlash,
  refused: ShieldAlert,
  tool: Wrench,
  empty: MessageSquareDashed,
}

/** How an answer ended, if not well, and what can be done about it. */
function Outcome({ message, canWrite, onRegenerate, onContinue, remedy, last }: OutcomeProps) {
  // What was asked to wait long ago need not be waited for again.
  const [age] = useState(() => (Date.now() - Date.parse(message.createdAt)) / 1000)
  if (message.status === 'failed' && message.error) {
    const { retryAfter = 0, ...error } = message.error
    return (
      <div className="mt-3">
        <ProblemNotice
          problem={retryAfter > age ? message.error : error}
          urgent={last}
          remedy={
            canWrite
              ? (kind, problem) => remedy(kind, problem, (modelId) => onRegenerate(message, modelId))
              : undefined
          }
          onRetry={canWrite && last ? () => onRegenerate(message, null) : undefined}
        />
      </div>
    )
  }
  const ending = endingOf(message)
  if (ending === null) return null
  const { look, text, advice, next } = ending
  const Icon = LOOKS[look]
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2 text-sm text-soft">
      <p className="flex items-start gap-2">
        <Icon aria-hidden size={16} className="mt-0.5 shrink-0 text-muted" />
        <span>
          {text} {advice}
        </span>
      </p>
      {canWrite && last && next === 'continue' && (
        <Button size="small" icon={<ArrowRight aria-hidden size={14} />} onClick={() => onContinue(message)}>
          Continue
        </Button>
      )}
      {canWrite && last && next === 'retry' && (
        <Button
          size="small"
          icon={<RefreshCw aria-hidden size={14} />}
          onClick={() => onRegenerate(message, null)}
        >
          Try again
        </Button>
      )}
    </div>
  )
}
