import { useCallback, useEffect, useRef, useState } from 'react'
import { type AdminUserQuery, getAdminUsers } from '@/shared/api/admin-users'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'
import type { AdminUser } from '@/shared/api/schema'

/** How many people a page has; what the server answers when it is not told. */
export const PAGE_SIZE = 50

const FIRST_PAGE: Cursors = [null]

/** The cursors of the pages up to one, whose own is the last. */
type Cursors = readonly (string | null)[]

/** A page of a list. */
interface Listed {
  items: AdminUser[]
  nextCursor: string | null
  total: number
  cursors: Cursors
}

/** A page of the list for a query. While another one is read, what was read before stays readable. */
export interface Users {
  listed: Listed | null
  loading: boolean
  problem: ProblemError | null
  /** Reads the page before; null on the first one. */
  previous: (() => void) | null
  /** Reads the next page; null on the last one. */
  next: (() => void) | null
  /** Reads again what could not be read. */
  retry: () => void
  /** Reads the list from its beginning. */
  reload: () => void
  /** Shows a person who was changed; null: who was deleted. */
  replace: (id: string, user: AdminUser | null) => void
}

export function useUsers(query: AdminUserQuery): Users {
  const [listed, setListed] = useState<Listed | null>(null)
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const [loading, setLoading] = useState(true)
  const request = useRef<AbortController | null>(null)
  const wanted = useRef(FIRST_PAGE)
  const { q, role, status, sort } = query

  const read = useCallback(
    async (cursors: Cursors) => {
      request.current?.abort()
      request.current = new AbortController()
      wanted.current = cursors
      const { signal } = request.current
      setLoading(true)
      setProblem(null)
      try {
        const page = await getAdminUsers({ q, role, status, sort }, cursors.at(-1) ?? null, signal)
        setListed({ ...page, cursors })
      } catch (error) {
        if (signal.aborted) return
        // The pages of another query must not follow this one's.
        if (cursors.length === 1) setListed(null)
        setProblem(toProblemError(error))
      }
      setLoading(false)
    },
    [q, role, status, sort],
  )

  useEffect(() => {
    void read(FIRST_PAGE)
    return () => request.current?.abort()
  }, [read])

  // Everybody on the page has been deleted: others follow, or it was the last page.
  const emptied = listed?.items.length === 0 ? listed : null
  useEffect(() => {
    const replacement = emptied && replacementOf(emptied)
    if (replacement) void read(replacement)
  }, [emptied, read])

  const replace = useCallback((id: string, user: AdminUser | null) => {
    setListed((before) => before && replaced(before, id, user))
  }, [])

  return {
    listed,
    loading,
    problem,
    previous:
      listed !== null && listed.cursors.length > 1 ? () => void read(listed.cursors.slice(0, -1)) : null,
    next:
      listed !== null && listed.nextCursor !== null
        ? () => void read([...listed.cursors, listed.nextCursor])
        : null,
    retry: () => void read(wanted.current),
    reload: () => void read(FIRST_PAGE),
    replace,
  }
}

function replacementOf({ cursors, nextCursor }: Listed): Cursors | null {
  if (nextCursor !== null) return cursors
  return cursors.length > 1 ? cursors.slice(0, -1) : null
}

function replaced(listed: Listed, id: string, user: AdminUser | null): Listed {
  const items = listed.items.flatMap((each) => (each.id === id ? (user ?? []) : each))
  return { ...listed, items, total: user ? listed.total : listed.total - 1 }
}
