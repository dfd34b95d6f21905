import { ExternalLink, RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ProblemError } from '@/shared/api/problem-error'
import type { Problem } from '@/shared/api/schema'
import { Banner } from './banner'
import { Button } from './button'
import { type Advice, useAdvice } from './problem-advice'
import { useCountdown } from './use-countdown'

export interface ProblemNoticeProps {
  problem: Problem | ProblemError
  /** Offers to do the same again, once the time that the server asked for is over. */
  onRetry?: (() => void) | undefined
  /** More that can be done about it here. */
  remedy?: ((remedy: NonNullable<Advice['remedy']>, problem: Problem | ProblemError) => ReactNode) | undefined
  urgent?: boolean
}

export function ProblemNotice({ problem, onRetry, remedy, urgent = true }: ProblemNoticeProps) {
  const advice = useAdvice(problem)
  const wait = useCountdown('retryAfter' in problem ? problem.retryAfter : undefined)
  const retry = advice.retry && onRetry
  const offered = advice.remedy && remedy?.(advice.remedy, problem)
  const reference = problem.errorId

  return (
    <Banner
      tone={wait > 0 ? 'warn' : (advice.tone ?? 'danger')}
      icon={advice.icon}
      title={advice.title}
      urgent={urgent}
      actions={
        (retry || offered || advice.link) && (
          <>
            {offered}
            {retry && (
              <Button
                size="small"
                icon={<RotateCw aria-hidden size={14} />}
                disabled={wait > 0}
                onClick={onRetry}
                className="tabular-nums"
              >
                {wait > 0 ? `Try again in ${wait} s` : 'Try again'}
              </Button>
            )}
            {advice.link && (
              <a
                href={advice.link.href}
                target="_blank"
                rel="noopener noreferrer"
                className="touch inline-flex h-8 items-center gap-1.5 rounded-md px-2 max-sm:px-0 font-medium text-accent text-sm underline-offset-4 hover:underline"
              >
                {advice.link.label}
                <ExternalLink aria-hidden size={13} />
              </a>
            )}
          </>
        )
      }
    >
      {advice.text}
      {reference !== undefined && (
        <span className="mt-1 block text-muted text-xs">Reference {reference}</span>
      )}
    </Banner>
  )
}
