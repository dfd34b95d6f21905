import { ProblemNotice } from '@/components/problem-notice'
import type { ProblemError } from '@/shared/api/problem-error'
import { SharingOff } from './sharing-off'

/** Says why something shared cannot be shown. Every role may read it, so it is forbidden only where sharing is switched off. */
export function SharingProblem({ problem, onRetry }: { problem: ProblemError; onRetry: () => void }) {
  return problem.code === 'forbidden' ? <SharingOff /> : <ProblemNotice problem={problem} onRetry={onRetry} />
}
