import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import { cx } from '@/components/cx'
import { LazyMarkdown } from '@/components/markdown/lazy-markdown'
import type { Reasoning } from '@/features/generations/reasoning'

export interface ReasoningSectionProps {
  reasoning: Reasoning
  /** Whether the model still reasons: no text of the answer has arrived. */
  thinking: boolean
  /** The summary may still grow. */
  streaming: boolean
}

/** How the model came to its answer: closed at first, and as high as the typing indicator whose place it takes. */
export function ReasoningSection({ reasoning, thinking, streaming }: ReasoningSectionProps) {
  const [open, setOpen] = useState(false)
  const id = useId()
  const { summary, seconds } = reasoning
  const label = thinking ? 'Thinking…' : thoughtFor(seconds)
  if (summary === '') return <p className="mb-1 h-7 text-muted text-sm leading-7">{label}</p>
  return (
    <div className="mb-1">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        className="touch -ml-1 flex h-7 select-none items-center gap-1 rounded-sm pr-2 pl-0.5 text-muted text-sm transition-colors hover:text-ink"
      >
        <ChevronRight aria-hidden size={16} className={cx('transition-transform', open && 'rotate-90')} />
        <span className="tabular-nums">{label}</span>
        {thinking && <span aria-hidden className="ml-1 size-1.5 animate-pulse rounded-full bg-accent" />}
      </button>
      {open && (
        <div id={id} className="mt-1 mb-3 ml-1 border-line border-l-2 pl-4 text-sm text-soft">
          <LazyMarkdown text={summary} streaming={streaming} />
        </div>
      )}
    </div>
  )
}

function thoughtFor(seconds: number | null): string {
  if (seconds === null) return 'Thought'
  if (seconds < 1) return 'Thought for a moment'
  const whole = Math.round(seconds)
  if (whole < 60) return `Thought for ${whole} s`
  return `Thought for ${Math.floor(whole / 60)} min ${whole % 60} s`
}
