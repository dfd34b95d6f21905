import type { ReactNode } from 'react'
import type { Advice } from '@/components/problem-advice'
import type { ProblemError } from '@/shared/api/problem-error'
import type { Problem } from '@/shared/api/schema'

/** Renders what can be done about a problem; `retryWith` asks the same of another model. */
export type RemedyRenderer = (
  remedy: NonNullable<Advice['remedy']>,
  problem: Problem | ProblemError,
  retryWith: (modelId: string) => void,
) => ReactNode
