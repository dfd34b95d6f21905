import { Search, SquarePen, X } from 'lucide-react'
import { type ReactNode, type Ref, useEffect, useMemo, useRef, useState } from 'react'
import { IconButton } from '@/components/icon-button'
import { Link } from '@/components/link'
import { Logo } from '@/components/logo'
import { ProblemNotice } from '@/components/problem-notice'
import { shortcutText } from '@/components/shortcut-text'
import { Skeleton } from '@/components/skeleton'
import {
  loadConversations,
  loadMoreConversations,
  useConversations,
} from '@/features/conversations/conversation-store'
import { titleSearch } from '@/features/conversations/title-search'
import { useToday } from '@/shared/today'
import { groupConversations } from './conversation-groups'
import { ConversationRow } from './conversation-row'

export interface SidebarProps {
  currentId: string | null
  canWrite: boolean
  /** What stands above the conversations; is told which titles are searched for. */
  above?: ((search: ((title: string) => boolean) | null) => ReactNode) | undefined
  searchField: Ref<HTMLInputElement>
  /** Marks a conversation in which an answer is being written. */
  runningMark: (conversationId: string) => ReactNode
  /** What stands at the foot: the account. */
  foot: ReactNode
  /** Closes or hides the sidebar. */
  onHide: () => void
  hideIcon: ReactNode
  hideLabel: string
}

export function Sidebar({
  currentId,
  canWrite,
  above,
  searchField,
  runningMark,
  foot,
  onHide,
  hideIcon,
  hideLabel,
}: SidebarProps) {
  const { status, problem, items, nextCursor } = useConversations()
  const [query, setQuery] = useState('')
  const search = useMemo(() => titleSearch(query), [query])
  const today = useToday()
  const groups = useMemo(() => {
    const matches = search ? items.filter((item) => search(item.title)) : items
    return groupConversations(matches, new Date(today))
  }, [items, search, today])

  useEffect(() => {
    // What was not loaded cannot match: a search brings in the rest, page by page.
    if (search && nextCursor !== null && status === 'ready') void loadMoreConversations()
  }, [search, nextCursor, status])

  return (
    <nav
      aria-label="Conversations"
      data-region
      className="flex h-full flex-col pt-[env(safe-area-inset-top)]"
    >
      <div className="flex h-14 shrink-0 items-center gap-2 pr-2 pl-4">
        <Logo size={22} />
        <span className="grow font-semibold tracking-tight">Uru</span>
        <IconButton label={hideLabel} icon={hideIcon} onClick={onHide} />
      </div>

      <div className="grid gap-1 px-2 pb-2">
        {canWrite && (
          <Link
            href="/"
            className="flex h-10 items-center gap-2.5 rounded-md px-2.5 font-medium text-sm transition-colors hover:bg-hover pointer-coarse:h-11"
            data-tip={shortcutText('Mod+Shift+O')}
          >
            <SquarePen aria-hidden size={16} className="text-accent" />
            New conversation
          </Link>
        )}
        <div className="relative">
          <Search aria-hidden size={16} className="absolute top-3 left-2.5 text-muted" />
          <input
            ref={searchField}
            type="search"
            aria-label="Search conversations"
            placeholder="Search"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return
              // In a drawer, the second one closes it.
              if (query !== '' || event.currentTarget.closest('dialog') === null) event.stopPropagation()
              if (query !== '') setQuery('')
              else document.getElementById('main')?.focus()
            }}
            className="h-10 w-full rounded-md bg-transparent pr-9 pl-9 transition-colors hover:bg-hover focus:bg-raised md:text-sm [&::-webkit-search-cancel-button]:hidden"
          />
          {query !== '' && (
            <IconButton
              label="Clear search"
              size="small"
              icon={<X aria-hidden size={14} />}
              className="absolute top-1.5 right-1.5 pointer-coarse:-top-0.5 pointer-coarse:right-0"
              onClick={() => setQuery('')}
            />
          )}
        </div>
      </div>

      <div className="min-h-0 grow overflow-y-auto px-2 pb-4">
        {above?.(search)}
        {status === 'failed' && problem && items.length === 0 && (
          <ProblemNotice problem={problem} onRetry={() => void loadConversations()} />
        )}
        {(status === 'idle' || status === 'loading') && items.length === 0 && <Waiting />}
        {status === 'ready' && groups.length === 0 && canWrite && (
          <p className="px-2.5 py-6 text-muted text-sm">
            {search ? `No title contains “${query.trim()}”.` : 'Your conversations will be kept here.'}
          </p>
        )}
        {groups.map((group) => (
          <section key={group.label} aria-label={group.label} className="mb-4">
            <h2 className="px-2.5 pt-2 pb-1 font-medium text-muted text-xs">{group.label}</h2>
            <ul>
              {group.items.map((item) => (
                <ConversationRow
                  key={item.id}
                  conversation={item}
                  current={item.id === currentId}
                  canWrite={canWrite}
                  mark={runningMark(item.id)}
                />
              ))}
            </ul>
          </section>
        ))}
        {nextCursor !== null && <MoreConversations key={nextCursor} />}
      </div>
      {foot}
    </nav>
  )
}

/** Reads the next page when the end of the list comes near. */
function MoreConversations() {
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!end.current) return
    const observer = new IntersectionObserver(
      ([entry]) => entry?.isIntersecting && void loadMoreConversations(),
      { rootMargin: '400px' },
    )
    observer.observe(end.current)
    return () => observer.disconnect()
  }, [])
  return (
    <div ref={end}>
      <Skeleton className="mx-2.5 my-3 h-4" />
    </div>
  )
}

function Waiting() {
  return (
    <div role="status" aria-label="Loading conversations" className="grid gap-5 px-2.5 py-3">
      {['w-3/4', 'w-1/2', 'w-5/6', 'w-2/3', 'w-3/5'].map((width) => (
        <Skeleton key={width} className={`h-4 ${width}`} />
      ))}
    </div>
  )
}
