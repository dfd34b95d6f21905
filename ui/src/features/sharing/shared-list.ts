import { create } from 'zustand'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'
import type { ListedShare } from '@/shared/api/schema'
import { currentUserId, onUserChange } from '@/shared/api/session-store'
import { getListedShares } from '@/shared/api/shares'

/** What is shared with everybody in the tenant, the latest first. While it is read anew, what was read before stays readable. */
type SharedList = {
  loading: boolean
  problem: ProblemError | null
  /** Null: not read yet. */
  items: readonly ListedShare[] | null
  nextCursor: string | null
}

const UNREAD: SharedList = { loading: false, problem: null, items: null, nextCursor: null }

export const useSharedList = create<SharedList>(() => UNREAD)

onUserChange(() => useSharedList.setState(UNREAD))

/** Reads the list from its beginning, unless it is being read. */
export async function loadSharedList(): Promise<void> {
  if (!useSharedList.getState().loading) await load(null)
}

/** Reads the next page, if there is one. */
export async function loadMoreShared(): Promise<void> {
  const { loading, nextCursor } = useSharedList.getState()
  if (!loading && nextCursor !== null) await load(nextCursor)
}

async function load(cursor: string | null): Promise<void> {
  const userId = currentUserId()
  useSharedList.setState({ loading: true, problem: null })
  try {
    const page = await getListedShares(cursor)
    if (userId !== currentUserId()) return
    useSharedList.setState(({ items }) => ({
      loading: false,
      items: cursor === null ? page.items : [...(items ?? []), ...page.items],
      nextCursor: page.nextCursor,
    }))
  } catch (error) {
    if (userId === currentUserId()) useSharedList.setState({ loading: false, problem: toProblemError(error) })
  }
}
