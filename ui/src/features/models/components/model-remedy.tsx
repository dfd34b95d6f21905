import { Button } from '@/components/button'
import { today } from '@/features/models/lifecycle'
import { useCatalogue } from '@/features/models/model-store'
import { replacementOf } from '@/features/models/replacement'
import { completeModel } from '@/shared/api/models'
import { ProblemError } from '@/shared/api/problem-error'
import type { Model, Problem } from '@/shared/api/schema'

export interface ModelRemedyProps {
  /** A `model_not_available`. */
  problem: Problem | ProblemError
  onReplace: (replacement: Model) => void
}

/** Offers the model that replaces the refused one: the one that the server names, if the key can use it. */
export function ModelRemedy({ problem, onReplace }: ModelRemedyProps) {
  const catalogue = useCatalogue()
  const { model: id = '', successor } = membersOf(problem)
  const refused = catalogue.items.find((model) => model.id === id) ?? completeModel({ id })
  const replacement = replacementOf(
    { ...refused, successor: successor ?? refused.successor },
    catalogue,
    today(),
  )
  if (!replacement) return null
  return (
    <Button size="small" look="primary" onClick={() => onReplace(replacement)}>
      Continue with {replacement.label}
    </Button>
  )
}

function membersOf(problem: Problem | ProblemError): Partial<Problem> {
  return problem instanceof ProblemError ? (problem.problem ?? {}) : problem
}
