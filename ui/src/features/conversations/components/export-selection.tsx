import { Download } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { Button } from '@/components/button'
import { ProblemNotice } from '@/components/problem-notice'
import { Spinner } from '@/components/spinner'
import { TextField } from '@/components/text-field'
import { requestExport } from '@/features/conversations/export-request'
import { titleSearch } from '@/features/conversations/title-search'
import { getConversations } from '@/shared/api/conversations'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'
import type { Conversation } from '@/shared/api/schema'

/** As many as one request takes. */
const MAX_SELECTED = 1_000
/** Rows of the list; a search finds the others. */
const SHOWN = 200
const PAGE = 100

/** Lists all conversations, also archived ones, to export some of them. */
export function ExportSelection() {
  const { conversations, loading, problem, retry } = useAllConversations()
  const [query, setQuery] = useState('')
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const found = useMemo(() => {
    const matches = titleSearch(query)
    return matches ? conversations.filter(({ title }) => matches(title)) : conversations
  }, [conversations, query])
  const shown = found.slice(0, SHOWN)
  const allShown = shown.length > 0 && shown.every(({ id }) => selected.has(id))

  const select = (ids: string[], on: boolean) => {
    const next = new Set(selected)
    for (const id of ids) {
      if (on) next.add(id)
      else next.delete(id)
    }
    setSelected(next)
  }

  if (problem) return <ProblemNotice problem={problem} onRetry={retry} />
  if (!loading && conversations.length === 0) return <p className="text-muted">You have no conversations.</p>
  return (
    <div className="grid gap-3">
      <TextField
        label="Find conversations"
        type="search"
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <label className="flex min-h-8 items-center gap-2.5">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={allShown}
            disabled={shown.length === 0}
            onChange={(event) =>
              select(
                shown.map(({ id }) => id),
                event.currentTarget.checked,
              )
            }
          />
          Select all that are shown
        </label>
        <p role="status" className="flex items-center gap-2 text-muted tabular-nums">
          {loading && <Spinner />}
          {loading ? 'The list is loaded…' : statusOf(found.length, shown.length)}
        </p>
      </div>
      <ul
        aria-label="Conversations"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard
        tabIndex={0}
        className="h-64 overflow-y-auto rounded-md border border-line"
      >
        {shown.map(({ id, title, archived, updatedAt }) => (
          <li key={id} className="border-line border-b last:border-0">
            <label className="flex min-h-11 items-center gap-2.5 px-3 py-2 hover:bg-hover">
              <input
                type="checkbox"
                className="size-4 shrink-0 accent-accent"
                checked={selected.has(id)}
                onChange={(event) => select([id], event.currentTarget.checked)}
              />
              <span className="min-w-0 grow [overflow-wrap:anywhere]">{title || 'Untitled'}</span>
              <span className="shrink-0 text-muted text-xs">
                {archived && 'Archived · '}
                {new Date(updatedAt).toLocaleDateString()}
              </span>
            </label>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center justify-end gap-2">
        {selected.size > MAX_SELECTED && (
          <p role="alert" className="grow text-danger">
            Select at most {MAX_SELECTED.toLocaleString()}, or export everything.
          </p>
        )}
        <Button
          look="primary"
          icon={<Download aria-hidden size={16} />}
          disabled={selected.size === 0 || selected.size > MAX_SELECTED}
          onClick={() => requestExport({ type: 'selection', ids: [...selected] })}
        >
          {selected.size === 0 ? 'Export the selection' : `Export ${selected.size.toLocaleString()} selected`}
        </Button>
      </div>
    </div>
  )
}

function statusOf(found: number, shown: number): string {
  if (found === 0) return 'No title has these words.'
  return shown < found ? `The first ${shown} of ${found.toLocaleString()}` : `${found} found`
}

/** Loads the list page by page, the active ones first. */
function useAllConversations() {
  const [conversations, setConversations] = useState<Conversation[]>([])
  const [loading, setLoading] = useState(true)
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const [attempt, setAttempt] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt loads again
  useEffect(() => {
    let current = true
    const load = async () => {
      const all: Conversation[] = []
      for (const state of ['active', 'archived'] as const) {
        let cursor: string | null = null
        do {
          const page = await getConversations(cursor, PAGE, state)
          if (!current) return
          all.push(...page.items)
          cursor = page.nextCursor
          setConversations([...all])
        } while (cursor !== null)
      }
      setLoading(false)
    }
    setLoading(true)
    setProblem(null)
    load().catch((error) => current && setProblem(toProblemError(error)))
    return () => {
      current = false
    }
  }, [attempt])

  return { conversations, loading, problem, retry: () => setAttempt(attempt + 1) }
}
