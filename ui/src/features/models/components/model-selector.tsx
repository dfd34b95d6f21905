import { Brain, Check, ChevronDown, Eye, Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { cx } from '@/components/cx'
import { Popover } from '@/components/popover'
import { ProblemNotice } from '@/components/problem-notice'
import { Skeleton } from '@/components/skeleton'
import { loadModels, useModels } from '@/features/models/model-store'
import type { Model } from '@/shared/api/schema'
import { formatContext, formatPrice } from './model-format'

export interface ModelSelectorProps {
  selected: Model | undefined
  onSelect: (model: Model) => void
}

/** The most important choice of the page: which model answers next. */
export function ModelSelector({ selected, onSelect }: ModelSelectorProps) {
  return (
    <Popover
      kind="dialog"
      label="Choose a model"
      width={440}
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

interface ModelListProps {
  selectedId: string | undefined
  onSelect: (model: Model) => void
}

function ModelList({ selectedId, onSelect }: ModelListProps) {
  const { status, problem, items } = useModels()
  const [query, setQuery] = useState('')
  const [activeId, setActiveId] = useState(selectedId)
  const field = useRef<HTMLInputElement>(null)
  const listId = useId()
  const matches = useMemo(() => items.filter((model) => isMatch(model, query)), [items, query])
  const active = matches.find((model) => model.id === activeId) ?? matches[0]

  useEffect(() => {
    // The popover is shown only after this has been rendered.
    const frame = requestAnimationFrame(() => field.current?.focus())
    return () => cancelAnimationFrame(frame)
  }, [])

  useEffect(() => {
    if (active) document.getElementById(`${listId}-${active.id}`)?.scrollIntoView({ block: 'nearest' })
  }, [active, listId])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || !active) return
    const index = matches.indexOf(active)
    const steps: Record<string, number> = { ArrowDown: index + 1, ArrowUp: index - 1 + matches.length }
    const next = steps[event.key]
    if (next !== undefined) {
      event.preventDefault()
      setActiveId(matches[next % matches.length]?.id)
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      if (active.available) onSelect(active)
    }
  }

  return (
    <>
      <div className="relative shrink-0 border-line border-b">
        <Search aria-hidden size={16} className="absolute top-4 left-4 text-muted" />
        <input
          ref={field}
          role="combobox"
          aria-label="Search models"
          aria-expanded="true"
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={active ? `${listId}-${active.id}` : undefined}
          placeholder="Search models"
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={onKeyDown}
          className="h-12 w-full bg-transparent pr-4 pl-11 outline-none"
        />
      </div>
      {problem && (
        <div className="p-2">
          <ProblemNotice problem={problem} onRetry={() => void loadModels()} />
        </div>
      )}
      <div id={listId} role="listbox" aria-label="Models" className="min-h-0 overflow-y-auto p-1.5">
        {matches.map((model) => (
          // biome-ignore lint/a11y/useFocusableInteractive: see the listbox
          // biome-ignore lint/a11y/useKeyWithClickEvents: the search field handles the keys
          <div
            key={model.id}
            id={`${listId}-${model.id}`}
            role="option"
            aria-selected={model.id === selectedId}
            aria-disabled={model.available ? undefined : true}
            onPointerMove={() => setActiveId(model.id)}
            onClick={() => model.available && onSelect(model)}
            className={cx(
              'cursor-pointer rounded-md px-3 py-2.5',
              model === active && 'bg-hover',
              !model.available && 'opacity-60',
            )}
          >
            <ModelOption model={model} selected={model.id === selectedId} />
          </div>
        ))}
      </div>
      {status === 'ready' && matches.length === 0 && (
        <p role="status" className="px-4 pb-5 text-muted text-sm">
          No model matches “{query.trim()}”.
        </p>
      )}
    </>
  )
}

function ModelOption({ model, selected }: { model: Model; selected: boolean }) {
  // Models that reason take no temperature; how much they reason can be chosen for some of them only.
  const { temperature, reasoningEffort, vision } = model.capabilities
  return (
    <>
      <span className="flex items-center gap-2">
        <span className="font-semibold text-sm">{model.label}</span>
        {(reasoningEffort || !temperature) && (
          <Badge>
            <Brain aria-hidden size={12} />
            Reasoning
          </Badge>
        )}
        {vision && (
          <Badge>
            <Eye aria-hidden size={12} />
            Vision
          </Badge>
        )}
        {selected && <Check aria-hidden size={16} className="ml-auto shrink-0 text-accent" />}
      </span>
      <span className="mt-0.5 block text-sm text-soft">
        {model.available ? model.description : 'Not available to you at the moment.'}
      </span>
      <span className="mt-1 flex flex-wrap gap-x-3 text-muted text-xs tabular-nums">
        <span>{formatContext(model.contextWindow)} context</span>
        {model.price && (
          <span>
            {formatPrice(model.price.inputPerMillion, model.price.currency)} in ·{' '}
            {formatPrice(model.price.outputPerMillion, model.price.currency)} out per million tokens
          </span>
        )}
      </span>
    </>
  )
}

function Badge({ children }: { children: React.ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1 rounded-sm bg-accent-wash px-1.5 py-0.5 font-medium text-[0.6875rem] text-accent leading-4">
      {children}
    </span>
  )
}

function isMatch(model: Model, query: string): boolean {
  const text = `${model.label} ${model.id} ${model.description}`.toLowerCase()
  const words = query.toLowerCase().split(/\s+/)
  return words.every((word) => text.includes(word))
}
