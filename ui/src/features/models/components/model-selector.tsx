import { ChevronDown } from 'lucide-react'
import { useEffect } from 'react'
import { lazyPart } from '@/components/lazy-part'
import { Popover } from '@/components/popover'
import { Skeleton } from '@/components/skeleton'
import type { Model } from '@/shared/api/schema'

const ModelList = lazyPart(async () => (await import('./model-list')).ModelList, {
  fallback: <Skeleton className="m-4 h-64" />,
  frame: (notice) => <div className="m-4">{notice}</div>,
})

export interface ModelSelectorProps {
  selected: Model | undefined
  onSelect: (model: Model) => void
}

/** Shows which model answers next, and opens the list of all models. */
export function ModelSelector({ selected, onSelect }: ModelSelectorProps) {
  // After the first paint, so that the list opens at once.
  useEffect(() => void ModelList.preload(), [])

  return (
    <Popover
      kind="dialog"
      label="Choose a model"
      width={528}
      sheet
      className="flex-col p-0 open:flex"
      trigger={(props) => (
        <button
          {...props}
          type="button"
          aria-label={selected ? `Model: ${selected.label}` : 'Model'}
          className="touch flex h-10 min-w-0 items-center gap-1.5 rounded-md px-3 font-semibold text-lg tracking-tight transition-colors hover:bg-hover aria-expanded:bg-hover"
        >
          <span className="truncate">{selected?.label ?? <Skeleton className="h-5 w-24" />}</span>
          <ChevronDown aria-hidden size={18} className="mt-0.5 shrink-0 text-muted" />
        </button>
      )}
    >
      {(close) => (
        <ModelList
          selectedId={selected?.id}
          onSelect={(model) => {
            close()
            onSelect(model)
          }}
        />
      )}
    </Popover>
  )
}
