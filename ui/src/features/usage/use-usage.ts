import { useCallback, useEffect, useState } from 'react'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'
import type { UsageReport } from '@/shared/api/schema'
import { getUsage, type UsagePeriod, type UsageTarget } from '@/shared/api/usage'

export interface Usage {
  /** Of another period until the next one has come, never of another target. */
  report: UsageReport | null
  loading: boolean
  problem: ProblemError | null
  reload: () => void
}

/** Reads a report, and again when what is wanted has changed. Both arguments have to be stable. */
export function useUsage(target: UsageTarget, period: UsagePeriod): Usage {
  const [read, setRead] = useState<{ target: UsageTarget; report: UsageReport } | null>(null)
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const [loading, setLoading] = useState(true)
  const [attempt, setAttempt] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt reads again
  useEffect(() => {
    const request = new AbortController()
    setLoading(true)
    setProblem(null)
    getUsage(target, period, request.signal)
      .then(
        (report) => setRead({ target, report }),
        (error) => request.signal.aborted || setProblem(toProblemError(error)),
      )
      .finally(() => {
        if (!request.signal.aborted) setLoading(false)
      })
    return () => request.abort()
  }, [target, period, attempt])

  return {
    report: read?.target === target ? read.report : null,
    loading,
    problem,
    reload: useCallback(() => setAttempt((before) => before + 1), []),
  }
}
