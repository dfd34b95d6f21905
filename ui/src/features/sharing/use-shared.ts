import { useCallback, useEffect, useRef, useState } from 'react'
import type { TranscriptEntry } from '@/features/conversations/message-tree'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'
import type { SharedMessage, SharedPage } from '@/shared/api/schema'
import { getShared } from '@/shared/api/shares'

export interface SharedConversation {
  /** Null: not read yet. */
  about: Omit<SharedPage, 'items' | 'nextCursor'> | null
  entries: readonly TranscriptEntry[]
  problem: ProblemError | null
  /** Whether there are messages behind the last entry. */
  more: boolean
  /** Reads the next page, or again what failed. */
  load: () => void
}

interface Read {
  about: Omit<SharedPage, 'items' | 'nextCursor'>
  entries: readonly TranscriptEntry[]
  nextCursor: string | null
}

/** Reads what a link shows, page by page. */
export function useShared(token: string): SharedConversation {
  const [read, setRead] = useState<Read | null>(null)
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const busy = useRef(false)

  const load = useCallback(async () => {
    if (busy.current || (read !== null && read.nextCursor === null)) return
    busy.current = true
    setProblem(null)
    try {
      setRead(await nextOf(token, read))
    } catch (error) {
      setProblem(toProblemError(error))
    }
    busy.current = false
  }, [token, read])

  useEffect(() => {
    if (read === null) void load()
  }, [read, load])

  return {
    about: read?.about ?? null,
    entries: read?.entries ?? [],
    problem,
    more: read !== null && read.nextCursor !== null,
    load: () => void load(),
  }
}

/** Returns what was read with the next page behind it; if its owner has updated it meanwhile, its first page. */
async function nextOf(token: string, before: Read | null): Promise<Read> {
  const { items, nextCursor, ...about } = await getShared(token, before?.nextCursor ?? null)
  if (before !== null && before.about.sharedAt !== about.sharedAt) return nextOf(token, null)
  return { about, entries: [...(before?.entries ?? []), ...items.map(entryOf)], nextCursor }
}

function entryOf(shared: SharedMessage): TranscriptEntry {
  const message = { ...shared, parentId: null, finishReason: null, usage: null, error: null }
  return { message, siblingIndex: 0, siblingCount: 1 }
}
