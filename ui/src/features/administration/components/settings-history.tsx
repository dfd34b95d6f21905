import { ArrowRight } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { Button } from '@/components/button'
import { ProblemNotice } from '@/components/problem-notice'
import { Skeleton } from '@/components/skeleton'
import { settingLabel, settingText } from '@/features/administration/setting-words'
import { momentOf } from '@/features/administration/words'
import { getSettingsChanges } from '@/shared/api/admin-settings'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'
import type { Page, SettingsChange } from '@/shared/api/schema'
import { SettingsSection } from './settings-section'

/** Who has changed what, the last change first. A new version reads it anew. */
export function SettingsHistory({ version }: { version: number }) {
  const [listed, setListed] = useState<Page<SettingsChange> | null>(null)
  const [problem, setProblem] = useState<ProblemError | null>(null)

  const read = useCallback(async (before: Page<SettingsChange> | null) => {
    setProblem(null)
    try {
      const page = await getSettingsChanges(before?.nextCursor ?? null)
      setListed({ ...page, items: [...(before?.items ?? []), ...page.items] })
    } catch (error) {
      setProblem(toProblemError(error))
    }
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the version tells that there is something new to read
  useEffect(() => void read(null), [read, version])

  return (
    <SettingsSection title="History">
      {!listed && !problem && <Skeleton className="h-12 w-full" />}
      {problem && <ProblemNotice problem={problem} onRetry={() => void read(listed)} />}
      {listed?.items.length === 0 && (
        <p className="text-muted text-sm">Nothing was changed yet: the configuration of the server holds.</p>
      )}
      {listed && listed.items.length > 0 && (
        <ol aria-label="Changes" className="grid gap-4 text-sm">
          {listed.items.map((change) => (
            <li key={change.version}>
              <p className="text-muted">
                {momentOf(change.changedAt)} · {change.changedBy.displayName ?? 'a deleted person'}
              </p>
              <dl className="mt-1 grid gap-1">
                {change.changes.map(({ setting, before, after }) => (
                  <div key={setting} className="[overflow-wrap:anywhere]">
                    <dt className="inline font-medium">{settingLabel(setting)}: </dt>
                    <dd className="inline">
                      <Value text={settingText(setting, before)} />{' '}
                      <ArrowRight aria-label="became" size={13} className="inline text-muted" />{' '}
                      <Value text={settingText(setting, after)} />
                    </dd>
                  </div>
                ))}
              </dl>
            </li>
          ))}
        </ol>
      )}
      {listed && listed.nextCursor !== null && (
        <div>
          <Button onClick={() => void read(listed)}>Show more</Button>
        </div>
      )}
    </SettingsSection>
  )
}

/** A value, cut where it is long. */
function Value({ text }: { text: string }) {
  const cut = text.length > SHOWN_LENGTH
  return <span title={cut ? text : undefined}>{cut ? `${text.slice(0, SHOWN_LENGTH)}…` : text}</span>
}

const SHOWN_LENGTH = 160
