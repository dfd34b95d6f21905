import { Brain, Check, Eye, Search, Star } from 'lucide-react'
import {
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react'
import { cx } from '@/components/cx'
import { ProblemNotice } from '@/components/problem-notice'
import { useMedia } from '@/components/use-media'
import { endOf, isShutDown, today } from '@/features/models/lifecycle'
import { groupModels, hideSnapshots, searchGroups } from '@/features/models/model-groups'
import { toggleFavourite, useModelPreferences } from '@/features/models/model-preferences'
import { loadModels, useModels } from '@/features/models/model-store'
import { replacementOf } from '@/features/models/replacement'
import type { Model } from '@/shared/api/schema'
import { isComposing } from '@/shared/keys'
import { layOut, type OptionRow, visiblePart } from './list-window'
import { formatContext, formatDate, formatPrices, reasons } from './model-format'

const WIDE = { heading: 2, option: 4.75, note: 1.125 }
/** The description may take two lines. */
const NARROW = { heading: 2, option: 6, note: 1.125 }
/** The prices may take two lines as well. */
const NARROWEST = { heading: 2, option: 7, note: 1.125 }
/** Rendered above and below what is seen, in rem. */
const OVERSCAN = 12
const PAGE_ROWS = 6

export interface ModelListProps {
  selectedId: string | undefined
  onSelect: (model: Model) => void
}

/**
 * All models in groups, with search: a combobox over a listbox of which only the visible part is rendered. The star of each
 * model lies over its row and not in it, because an option may hold nothing that can be pressed.
 */
export function ModelList({ selectedId, onSelect }: ModelListProps) {
  const catalogue = useModels()
  const { status, problem } = catalogue
  const preferences = useModelPreferences()
  // A model must not move away under the pointer when its star is pressed: the groups are those of the moment of opening.
  const [initial] = useState(preferences)
  const date = today()
  const narrow = useMedia('(max-width: 29.99rem)')
  const narrowest = useMedia('(max-width: 23.99rem)')
  const heights = narrowest ? NARROWEST : narrow ? NARROW : WIDE
  const [query, setQuery] = useState('')
  const [activeId, setActiveId] = useState(selectedId)
  const field = useRef<HTMLInputElement>(null)
  const listId = useId()

  const searching = query.trim() !== ''
  const groups = useMemo(() => {
    const kept = [selectedId, ...initial.favourites, ...initial.recent]
    return groupModels(searching ? catalogue : hideSnapshots(catalogue, kept, date), initial, date)
  }, [catalogue, initial, date, searching, selectedId])
  const layout = useMemo(
    () =>
      layOut(
        searchGroups(groups, query),
        heights,
        (model) => !isShutDown(model, date) && endOf(model, date) !== null,
      ),
    [groups, query, heights, date],
  )
  const { options } = layout
  const active = options.find(({ model }) => model.id === activeId) ?? options[0]
  const { scroller, from, to, reveal } = useScrolledPart()
  const shown = useMemo(() => visiblePart(layout, from, to, active), [layout, from, to, active])

  useEffect(() => {
    // The popover is shown only after this has been rendered.
    const frame = requestAnimationFrame(() => {
      // On a touch screen the keyboard would cover half of the list.
      const target = window.matchMedia('(pointer: coarse)').matches ? scroller.current : field.current
      target?.focus({ preventScroll: true })
    })
    return () => cancelAnimationFrame(frame)
  }, [scroller])

  const moved = useRef<'start' | 'pointer' | 'keys'>('start')
  useEffect(() => {
    if (!active || moved.current === 'pointer') return
    const frame = requestAnimationFrame(() => reveal(active, moved.current === 'start'))
    return () => cancelAnimationFrame(frame)
  }, [active, reveal])

  const choose = (model: Model) => {
    if (!isShutDown(model, date)) onSelect(model)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent) || !active) return
    // Enter and the space bar press a star that has the focus.
    const onStar = event.target instanceof HTMLButtonElement
    if (event.key === 'Enter' && !onStar) {
      event.preventDefault()
      choose(active.model)
      return
    }
    const next = nextRow(event.key, options.indexOf(active), options.length)
    if (next !== null) {
      event.preventDefault()
      moved.current = 'keys'
      setActiveId(options[next]?.model.id)
    } else if (
      event.target === scroller.current &&
      event.key.length === 1 &&
      !event.ctrlKey &&
      !event.metaKey
    ) {
      field.current?.focus()
    }
  }

  const pointAt = (model: Model) => {
    moved.current = 'pointer'
    setActiveId(model.id)
  }
  const optionId = ({ position }: OptionRow) => `${listId}-${position}`

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
          aria-activedescendant={active ? optionId(active) : undefined}
          placeholder={
            options.length > 20 || query ? `Search ${catalogue.items.length} models` : 'Search models'
          }
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            moved.current = 'keys'
            setQuery(event.target.value)
          }}
          onKeyDown={onKeyDown}
          className="h-12 w-full bg-transparent pr-4 pl-11 outline-none"
        />
      </div>
      {problem && (
        <div className="p-2">
          <ProblemNotice problem={problem} onRetry={() => void loadModels()} />
        </div>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the list in it */}
      <div
        ref={scroller}
        // A list without a star in it takes the focus itself.
        tabIndex={active && isShutDown(active.model, date) ? 0 : -1}
        onKeyDown={onKeyDown}
        className="min-h-0 overflow-y-auto overscroll-contain p-1.5 outline-none"
      >
        <div className="relative" style={{ height: `${layout.height}rem` }}>
          <div id={listId} role="listbox" aria-label="Models">
            {shown.map(({ label, top, options: rows }) => (
              // biome-ignore lint/a11y/useSemanticElements: a fieldset may not be in a listbox
              <div key={label} role="group" aria-label={label}>
                <div
                  aria-hidden
                  className="absolute inset-x-0 flex h-8 items-end px-3 pb-1 font-medium text-muted text-xs"
                  style={{ top: `${top}rem` }}
                >
                  {label}
                </div>
                {rows.map((row) => {
                  const { model } = row
                  const disabled = isShutDown(model, date)
                  return (
                    // biome-ignore lint/a11y/useFocusableInteractive: the search field has the focus
                    // biome-ignore lint/a11y/useKeyWithClickEvents: the search field handles the keys
                    <div
                      key={model.id}
                      id={optionId(row)}
                      role="option"
                      aria-selected={model.id === selectedId}
                      aria-disabled={disabled || undefined}
                      aria-setsize={options.length}
                      aria-posinset={row.position}
                      onPointerMove={() => pointAt(model)}
                      onClick={() => choose(model)}
                      className={cx(
                        'absolute inset-x-0 flex cursor-pointer flex-col justify-center overflow-hidden rounded-md py-1 pr-12 pl-3',
                        row === active && 'bg-hover',
                      )}
                      style={{ top: `${row.top}rem`, height: `${row.height}rem` }}
                    >
                      <ModelOption
                        model={model}
                        selected={model.id === selectedId}
                        narrow={narrow}
                        date={date}
                        replacement={
                          disabled || endOf(model, date) ? replacementOf(model, catalogue, date) : null
                        }
                      />
                    </div>
                  )
                })}
              </div>
            ))}
          </div>
          {shown.flatMap(({ options: rows }) =>
            rows
              .filter(({ model }) => !isShutDown(model, date))
              .map((row) => (
                <FavouriteButton
                  key={row.model.id}
                  row={row}
                  active={row === active}
                  favourite={preferences.favourites.includes(row.model.id)}
                  onPointerMove={() => pointAt(row.model)}
                />
              )),
          )}
        </div>
      </div>
      {status === 'ready' && options.length === 0 && (
        <p role="status" className="px-4 pb-5 text-muted text-sm">
          No model matches “{query.trim()}”.
        </p>
      )}
    </>
  )
}

interface ModelOptionProps {
  model: Model
  selected: boolean
  narrow: boolean
  date: string
  replacement: Model | null
}

function ModelOption({ model, selected, narrow, date, replacement }: ModelOptionProps) {
  const disabled = isShutDown(model, date)
  const end = disabled ? null : endOf(model, date)
  return (
    <>
      <span className="flex min-w-0 items-center gap-2">
        <span className={cx('truncate font-semibold text-sm', disabled && 'text-muted')}>{model.label}</span>
        {selected && <Check aria-hidden size={16} className="shrink-0 text-accent" />}
        {!disabled && reasons(model) && (
          <Badge icon={<Brain aria-hidden size={12} />} short={narrow}>
            Reasoning
          </Badge>
        )}
        {!disabled && model.capabilities.vision && (
          <Badge icon={<Eye aria-hidden size={12} />} short={narrow}>
            Vision
          </Badge>
        )}
        {model.id !== model.label && (
          <span className="min-w-0 flex-1 truncate font-mono text-[0.6875rem] text-muted">{model.id}</span>
        )}
      </span>
      <span className={cx('mt-0.5 text-sm text-soft', narrow ? 'line-clamp-2' : 'truncate')}>
        {disabled ? pastNote(model, replacement, date) : descriptionOf(model)}
      </span>
      {!disabled && (
        <span className={cx('mt-0.5 text-muted text-xs tabular-nums', narrow ? 'line-clamp-2' : 'truncate')}>
          {[
            model.contextWindow > 0 && `${formatContext(model.contextWindow)} context`,
            model.price ? formatPrices(model.price) : 'Price not known',
          ]
            .filter(Boolean)
            .join(' · ')}
          {model.price && <span className="max-sm:sr-only"> per million tokens</span>}
        </span>
      )}
      {end !== null && (
        <span className="mt-0.5 truncate font-medium text-warn text-xs">
          Ends on {formatDate(end)}
          {replacement && `, replaced by ${replacement.label}`}
        </span>
      )}
    </>
  )
}

function descriptionOf({ description, known }: Model): string {
  if (description !== '') return description
  return known ? '' : 'New to Uru, which uses cautious settings for it'
}

function pastNote({ shutdownDate }: Model, replacement: Model | null, date: string): string {
  const past =
    shutdownDate !== null && shutdownDate <= date
      ? `Shut down on ${formatDate(shutdownDate)}`
      : 'No longer available'
  return replacement ? `${past}, replaced by ${replacement.label}` : past
}

function Badge({ icon, short, children }: { icon: ReactNode; short: boolean; children: string }) {
  return (
    <span className="inline-flex shrink-0 items-center gap-1 rounded-sm bg-accent-wash px-1.5 py-0.5 font-medium text-[0.6875rem] text-accent leading-4">
      {icon}
      <span className={short ? 'sr-only' : undefined}>{children}</span>
    </span>
  )
}

interface FavouriteButtonProps {
  row: OptionRow
  active: boolean
  favourite: boolean
  onPointerMove: () => void
}

function FavouriteButton({ row, active, favourite, onPointerMove }: FavouriteButtonProps) {
  const { model, top, height } = row
  return (
    <button
      type="button"
      aria-label={`Favourite: ${model.label}`}
      aria-pressed={favourite}
      // One stop for the Tab key, at the model that the arrow keys have reached.
      tabIndex={active ? 0 : -1}
      onPointerMove={onPointerMove}
      onClick={() => toggleFavourite(model.id)}
      className={cx(
        'absolute right-1 grid size-11 place-items-center rounded-md transition-colors hover:text-ink',
        favourite ? 'text-accent' : 'text-muted',
        !favourite && !active && 'opacity-0 focus-visible:opacity-100 pointer-coarse:opacity-100',
      )}
      style={{ top: `calc(${top + height / 2}rem - 1.375rem)` }}
    >
      <Star aria-hidden size={16} fill={favourite ? 'currentColor' : 'none'} />
    </button>
  )
}

/** Returns which row a key leads to from the row at `index`; null for any other key. */
function nextRow(key: string, index: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return (index + 1) % count
    case 'ArrowUp':
      return (index - 1 + count) % count
    case 'PageDown':
      return Math.min(index + PAGE_ROWS, count - 1)
    case 'PageUp':
      return Math.max(index - PAGE_ROWS, 0)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}

/** Follows which part of a scroller is seen, in rem, with some more above and below. */
function useScrolledPart() {
  const scroller = useRef<HTMLDivElement>(null)
  const [part, setPart] = useState(() => partAt(0))

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const look = () => {
      const part = partAt(element.scrollTop)
      setPart((before) => (before.from === part.from ? before : part))
    }
    element.addEventListener('scroll', look, { passive: true })
    return () => element.removeEventListener('scroll', look)
  }, [])

  /** Scrolls as little as it takes to show a row, or to the middle. */
  const reveal = useCallback((row: OptionRow, centre: boolean) => {
    const element = scroller.current
    if (!element) return
    const rem = remOf()
    const { clientHeight, scrollTop } = element
    const top = row.position === 1 ? 0 : row.top * rem
    const bottom = (row.top + row.height) * rem + 12
    if (centre && bottom > clientHeight) element.scrollTop = top - (clientHeight - (bottom - top)) / 2
    else if (top < scrollTop) element.scrollTop = top
    else if (bottom > scrollTop + clientHeight) element.scrollTop = bottom - clientHeight
  }, [])

  return { scroller, ...part, reveal }
}

/** Returns the part to render, in rem: as much as fits into the window, because the list is rendered before it is shown. */
function partAt(scrollTop: number): { from: number; to: number } {
  const rem = remOf()
  // In steps, so that not every pixel renders the list.
  const from = Math.max(0, Math.floor(scrollTop / rem / 4) * 4 - OVERSCAN)
  return { from, to: from + window.innerHeight / rem + 2 * OVERSCAN + 4 }
}

function remOf(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16
}
