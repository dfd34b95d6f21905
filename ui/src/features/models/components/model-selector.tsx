import { ChevronDown } from 'lucide-react'
import { lazy, Suspense, useEffect } from 'react'
import { Popover } from '@/components/popover'
import { Skeleton } from '@/components/skeleton'
import type { Model } from '@/shared/api/schema'

const importList = () => import('./model-list')
const ModelList = lazy(async () => ({ default: (await importList()).ModelList }))

export interface ModelSelectorProps {
  selected: Model | undefined
  onSelect: (model: Model) => void
}

/** Shows which model answers next, and opens the list of all models. */
export function ModelSelector({ selected, onSelect }: ModelSelectorProps) {
  useEffect(() => {
    // The list is loaded after the first paint, so that it opens at once. A failure is told when it is opened.
    importList().catch(() => {})
  }, [])

  return (
    <Popover
      kind="dialog"
      label="Choose a model"
      width={480}
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
        <Suspense fallback={<Skeleton className="m-4 h-64" />}>
          <ModelList
            selectedId={selected?.id}
            onSelect={(model) => {
              close()
              onSelect(model)
            }}
          />
        </Suspense>
      )}
    </Popover>
  )
}
