import { useCallback, useEffect, useRef, useState } from 'react'
import { type AdminUserQuery, getAdminUsers } from '@/shared/api/admin-users'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'
import type { AdminUser } from '@/shared/api/schema'

interface Listed {
  items: AdminUser[]
  nextCursor: string | null
  total: number
}

/** The list for a query. While it is read anew, what was read before stays readable. */
export interface Users {
  listed: Listed | null
  loading: boolean
  problem: ProblemError | null
  /** Reads the next page. */
  loadMore: () => void
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
  const { q, role, status, sort } = query

  const read = useCallback(
    async (cursor: string | null) => {
      request.current?.abort()
      request.current = new AbortController()
      const { signal } = request.current
      setLoading(true)
      setProblem(null)
      try {
        const page = await getAdminUsers({ q, role, status, sort }, cursor, signal)
        setListed((before) => ({
          ...page,
          items: cursor === null ? page.items : [...(before?.items ?? []), ...page.items],
        }))
      } catch (error) {
        if (signal.aborted) return
        // The next page of another query must not follow this one's.
        if (cursor === null) setListed(null)
        setProblem(toProblemError(error))
      }
      setLoading(false)
    },
    [q, role, status, sort],
  )

  useEffect(() => {
    void read(null)
    return () => request.current?.abort()
  }, [read])

  // Everybody who was listed has been deleted, and others follow.
  const emptied = listed !== null && listed.items.length === 0 && listed.nextCursor !== null
  useEffect(() => {
    if (emptied) void read(null)
  }, [emptied, read])

  return {
    listed,
    loading,
    problem,
    loadMore: () => void read(listed?.nextCursor ?? null),
    reload: () => void read(null),
    replace: (id, user) => setListed((before) => before && replaced(before, id, user)),
  }
}

function replaced(listed: Listed, id: string, user: AdminUser | null): Listed {
  const items = listed.items.flatMap((each) => (each.id === id ? (user ?? []) : each))
  return { ...listed, items, total: user ? listed.total : listed.total - 1 }
}
