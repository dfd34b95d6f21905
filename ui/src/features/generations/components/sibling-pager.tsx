import { ChevronLeft, ChevronRight } from 'lucide-react'
import { IconButton } from '@/components/icon-button'

export interface SiblingPagerProps {
  index: number
  count: number
  onStep: (step: -1 | 1) => void
}

/** Walks through the versions of a message. */
export function SiblingPager({ index, count, onStep }: SiblingPagerProps) {
  if (count < 2) return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <div role="group" aria-label="Versions" className="flex items-center text-muted text-xs tabular-nums">
      <IconButton
        label="Previous version"
        size="small"
        icon={<ChevronLeft aria-hidden size={16} />}
        disabled={index === 0}
        onClick={() => onStep(-1)}
      />
      <span>
        {index + 1}/{count}
      </span>
      <IconButton
        label="Next version"
        size="small"
        icon={<ChevronRight aria-hidden size={16} />}
        disabled={index === count - 1}
        onClick={() => onStep(1)}
      />
    </div>
  )
}
