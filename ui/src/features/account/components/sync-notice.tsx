import { ProblemNotice } from '@/components/problem-notice'
import { syncPreferences, useSyncProblem } from '@/shared/preference-sync'

/** Says that preferences are only in this browser so far, and why. */
export function SyncNotice() {
  const problem = useSyncProblem((state) => state.problem)
  if (!problem) return null
  return (
    <div className="grid gap-2">
      <p className="text-soft">Your choice holds in this browser, and is not in your account yet.</p>
      <ProblemNotice problem={problem} onRetry={() => void syncPreferences()} urgent={false} />
    </div>
  )
}
