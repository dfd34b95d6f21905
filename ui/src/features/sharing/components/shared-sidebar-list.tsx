import { useEffect } from 'react'
import { cx } from '@/components/cx'
import { Link } from '@/components/link'
import { loadMoreShared, loadSharedList, useSharedList } from '@/features/sharing/shared-list'
import { sharedTitle } from '@/features/sharing/shared-title'
import { usePath } from '@/shared/navigation'
import { LoadWhenNear } from './load-when-near'
import { SharingProblem } from './sharing-problem'

export interface SharedSidebarListProps {
  /** Tells which titles are searched for; null: all. */
  search: ((title: string) => boolean) | null
}

/** What is shared with everybody, in the sidebar of those who only read. */
export function SharedSidebarList({ search }: SharedSidebarListProps) {
  const { items, problem, nextCursor, loading } = useSharedList()
  const path = usePath()

  useEffect(() => {
    void loadSharedList()
  }, [])
  useEffect(() => {
    // What was not loaded cannot match: a search brings in the rest, page by page.
    if (search && nextCursor !== null && !loading && !problem) void loadMoreShared()
  }, [search, nextCursor, loading, problem])

  const shown = (items ?? []).filter((item) => search?.(item.title) ?? true)
  return (
    <section aria-labelledby="shared-with-everybody" className="mb-4">
      <h2 id="shared-with-everybody" className="px-2.5 pt-2 pb-1 font-medium text-muted text-xs">
        <Link href="/" className="underline-offset-4 hover:underline">
          Shared with everybody
        </Link>
      </h2>
      {problem && <SharingProblem problem={problem} onRetry={() => void loadSharedList()} />}
      {items && shown.length === 0 && (
        <p className="px-2.5 py-2 text-muted text-sm">{search ? 'No title matches.' : 'Nothing yet.'}</p>
      )}
      <ul>
        {shown.map((item) => {
          const href = `/shared/${item.token}`
          return (
            <li key={item.token}>
              <Link
                href={href}
                aria-current={href === path ? 'page' : undefined}
                title={`${sharedTitle(item)}, shared by ${item.ownerName}`}
                className={cx(
                  'flex h-9 items-center rounded-md px-2.5 text-sm transition-colors pointer-coarse:h-11',
                  href === path ? 'bg-selected' : 'hover:bg-hover',
                )}
              >
                <span className="truncate">{sharedTitle(item)}</span>
              </Link>
            </li>
          )
        })}
      </ul>
      {items && nextCursor !== null && !problem && (
        <LoadWhenNear key={items.length} load={() => void loadMoreShared()} />
      )}
    </section>
  )
}
