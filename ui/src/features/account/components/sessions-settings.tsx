import { Monitor, Smartphone } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '@/components/button'
import { adviceFor } from '@/components/problem-advice'
import { ProblemNotice } from '@/components/problem-notice'
import { Skeleton } from '@/components/skeleton'
import { toast } from '@/components/toast'
import { deviceName } from '@/features/account/device-name'
import { deleteLoginSession, getLoginSessions } from '@/shared/api/me'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'
import type { LoginSession } from '@/shared/api/schema'
import { useMoment } from '@/shared/moment'

const MOMENT = { dateStyle: 'medium', timeStyle: 'short' } as const

/** Where the account is signed in, and a way to end that. */
export function SessionsSettings() {
  const moment = useMoment(MOMENT)
  const [sessions, setSessions] = useState<LoginSession[] | null>(null)
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const [ending, setEnding] = useState<readonly string[]>([])

  const read = () => {
    setProblem(null)
    getLoginSessions().then(setSessions, (error) => setProblem(toProblemError(error)))
  }
  useEffect(read, [])

  const end = async (ids: readonly string[]) => {
    setEnding(ids)
    try {
      for (const id of ids) await endSession(id)
    } catch (error) {
      toast({ tone: 'danger', text: `Not all were ended. ${adviceFor(toProblemError(error)).title}.` })
    }
    setEnding([])
    read()
  }

  if (problem) return <ProblemNotice problem={problem} onRetry={read} />
  if (!sessions) return <Skeleton className="h-32" />
  const others = sessions.filter(({ current }) => !current).map(({ id }) => id)
  return (
    <section aria-label="Sessions" className="grid gap-4 text-sm">
      <p className="text-soft">
        Where you are signed in. End what you do not know, then change your password.
      </p>
      <ul className="grid">
        {sessions.map((session) => (
          <li key={session.id} className="flex items-center gap-3 border-line border-b py-3 last:border-0">
            {/Android|iOS|iPadOS/.test(deviceName(session.userAgent)) ? (
              <Smartphone aria-hidden size={18} className="shrink-0 text-muted" />
            ) : (
              <Monitor aria-hidden size={18} className="shrink-0 text-muted" />
            )}
            <div className="min-w-0 grow">
              <p className="truncate font-medium" title={session.userAgent}>
                {deviceName(session.userAgent)}
              </p>
              <p className="flex flex-wrap gap-x-3 text-muted text-xs">
                <span>
                  {session.current ? 'This browser' : `Last used ${moment(new Date(session.lastUsedAt))}`}
                </span>
                <span>Signed in {moment(new Date(session.createdAt))}</span>
                {session.address && <span>from {session.address}</span>}
              </p>
            </div>
            {!session.current && (
              <Button
                size="small"
                busy={ending.includes(session.id)}
                aria-label={`End ${deviceName(session.userAgent)}`}
                onClick={() => void end([session.id])}
              >
                End
              </Button>
            )}
          </li>
        ))}
      </ul>
      {others.length > 1 && (
        <div>
          <Button busy={ending.length > 1} onClick={() => void end(others)}>
            End all others
          </Button>
        </div>
      )}
    </section>
  )
}

/** Ends a session; one that has ended meanwhile is as good. */
async function endSession(id: string) {
  try {
    await deleteLoginSession(id)
  } catch (error) {
    if (toProblemError(error).code !== 'not_found') throw error
  }
}
