import { Lock, RefreshCw, ShieldCheck, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Banner } from '@/components/banner'
import { Button } from '@/components/button'
import { ProblemNotice } from '@/components/problem-notice'
import { Skeleton } from '@/components/skeleton'
import type { KeyFacts, VaultMode } from '@/features/provider-key/vault'
import { checkKey, lockVault, removeKey, useCheckedKey, useVault } from '@/features/provider-key/vault-store'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'
import { formatAge } from './duration'
import { KeyFindings } from './key-findings'
import { KeyForm, VaultUnavailable } from './key-form'
import { UnlockForm } from './unlock-form'

const MODES: Record<VaultMode, string> = {
  passphrase: 'Kept in this browser, encrypted under your passphrase. It locks itself after 30 idle minutes.',
  device: 'Kept in this browser, encrypted under a key of this device.',
  tab: 'Kept in this tab only; closing or reloading it forgets the key.',
}

type Outcome = { tone: 'good'; text: string } | { tone: 'problem'; problem: ProblemError }

/** The state of the key, and everything that can be done with it. */
export function KeySettings({ practiceMode }: { practiceMode: boolean }) {
  const vault = useVault()
  const last = useCheckedKey((state) => state.last)
  const [replacing, setReplacing] = useState(false)
  const [removing, setRemoving] = useState(false)
  const [checking, setChecking] = useState(false)
  const [outcome, setOutcome] = useState<Outcome | null>(null)

  const check = async () => {
    setChecking(true)
    setOutcome(null)
    try {
      const { models } = await checkKey()
      setOutcome({ tone: 'good', text: `Your key works and can use ${models.length} models.` })
    } catch (error) {
      setOutcome({ tone: 'problem', problem: toProblemError(error) })
    }
    setChecking(false)
  }

  if (vault.status === 'opening') return <Skeleton className="h-24" />
  if (vault.status === 'unavailable') return <VaultUnavailable problem={vault.problem} />
  if (vault.status === 'empty' || replacing) {
    return (
      <KeyForm
        practiceMode={practiceMode}
        onDone={() => {
          setReplacing(false)
          setOutcome({ tone: 'good', text: 'Your key works and is in use.' })
        }}
        onCancel={replacing ? () => setReplacing(false) : undefined}
      />
    )
  }

  const locked = vault.status === 'locked'
  const { facts } = vault
  return (
    <section aria-label="OpenAI key" className="grid gap-5">
      <div className="flex gap-3 rounded-lg border border-line p-4 text-sm">
        {locked ? (
          <Lock aria-hidden size={20} className="shrink-0 text-warn" />
        ) : (
          <ShieldCheck aria-hidden size={20} className="shrink-0 text-good" />
        )}
        <div>
          <p className="font-semibold">
            Key ending in <span className="font-mono">{vault.hint}</span> · {locked ? 'locked' : 'ready'}
          </p>
          <p className="mt-1 text-soft">{MODES[vault.mode]}</p>
          <Facts facts={facts} />
        </div>
      </div>

      {locked && (
        <UnlockForm
          waiting={false}
          onUnlocked={() => setOutcome(null)}
          onReplace={() => setReplacing(true)}
        />
      )}
      {outcome?.tone === 'good' && <Banner tone="good" urgent title={outcome.text} />}
      {outcome?.tone === 'problem' && <ProblemNotice problem={outcome.problem} onRetry={check} />}

      <KeyFindings findings={facts.findings} headroom={last?.check.headroom} />

      {removing ? (
        <Banner
          tone="warn"
          urgent
          title="Remove the key from this browser?"
          actions={
            <>
              <Button
                size="small"
                look="danger"
                onClick={() => {
                  setRemoving(false)
                  setOutcome(null)
                  void removeKey()
                }}
              >
                Remove
              </Button>
              <Button size="small" onClick={() => setRemoving(false)}>
                Keep
              </Button>
            </>
          }
        >
          The key stays valid at OpenAI. Revoke it there if another person may have it.
        </Banner>
      ) : (
        <div className="flex flex-wrap gap-2">
          {!locked && (
            <Button size="small" busy={checking} icon={<RefreshCw aria-hidden size={14} />} onClick={check}>
              Check again
            </Button>
          )}
          <Button size="small" onClick={() => setReplacing(true)}>
            Replace
          </Button>
          {!locked && vault.mode === 'passphrase' && (
            <Button size="small" icon={<Lock aria-hidden size={14} />} onClick={() => void lockVault()}>
              Lock now
            </Button>
          )}
          <Button size="small" icon={<Trash2 aria-hidden size={14} />} onClick={() => setRemoving(true)}>
            Remove
          </Button>
        </div>
      )}
    </section>
  )
}

/** Where and for whom the key is used, and when it was checked. */
function Facts({ facts: { host, organization, project, checkedAt } }: { facts: KeyFacts }) {
  const parts = [
    host && `Used at ${host}`,
    organization && `Organisation ${organization}`,
    project && `Project ${project}`,
    checkedAt === null ? 'Not checked yet' : `Checked ${formatAge(checkedAt)}`,
  ]
  return <p className="mt-1 text-muted [overflow-wrap:anywhere]">{parts.filter(Boolean).join(' · ')}</p>
}
