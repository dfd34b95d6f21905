import { ChevronDown } from 'lucide-react'
import { lazy, Suspense, useEffect } from 'react'
import { Popover } from '@/components/popover'
import { Skeleton } from '@/components/skeleton'
import type { Model } from '@/shared/api/schema'

type List = typeof import('./model-list').ModelList

/** Rendered as soon as it is loaded: `lazy` would show its fallback for 300 ms even then. */
let LoadedList: List | null = null

const LazyList = lazy(async () => ({ default: await loadList() }))

async function loadList(): Promise<List> {
  const { ModelList } = await import('./model-list')
  LoadedList = ModelList
  return ModelList
}

export interface ModelSelectorProps {
  selected: Model | undefined
  onSelect: (model: Model) => void
}

/** Shows which model answers next, and opens the list of all models. */
export function ModelSelector({ selected, onSelect }: ModelSelectorProps) {
  useEffect(() => {
    // The list is loaded after the first paint, so that it opens at once. A failure is told when it is opened.
    loadList().catch(() => {})
  }, [])

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
      {(close) => {
        const List = LoadedList ?? LazyList
        return (
          <Suspense fallback={<Skeleton className="m-4 h-64" />}>
            <List
              selectedId={selected?.id}
              onSelect={(model) => {
                close()
                onSelect(model)
              }}
            />
          </Suspense>
        )
      }}
    </Popover>
  )
}
