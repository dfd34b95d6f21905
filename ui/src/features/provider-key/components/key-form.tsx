import { ChevronRight, ExternalLink, Hourglass, KeyRound, Laptop } from 'lucide-react'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { Banner } from '@/components/banner'
import { Button } from '@/components/button'
import { ProblemNotice } from '@/components/problem-notice'
import { RadioCards } from '@/components/radio-cards'
import { TextField, type TextFieldProps } from '@/components/text-field'
import { useMySettings } from '@/features/organisation/my-settings'
import { PASSPHRASE_MIN_LENGTH, type VaultMode } from '@/features/provider-key/vault'
import { checkKey, discardKey, storeKey } from '@/features/provider-key/vault-store'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'
import type { KeyCheck } from '@/shared/api/schema'
import { KeyFindings } from './key-findings'

const PROTECTIONS = [
  {
    value: 'passphrase',
    label: 'Passphrase',
    description:
      'Strongest: nobody can read the key without your passphrase. If you forget it, you add the key again.',
    icon: <KeyRound aria-hidden size={18} />,
  },
  {
    value: 'device',
    label: 'This device',
    description: 'Nothing to type, but everyone who can use this browser can use the key.',
    icon: <Laptop aria-hidden size={18} />,
  },
  {
    value: 'tab',
    label: 'This tab only',
    description: 'Nothing is stored: closing or reloading this tab forgets the key.',
    icon: <Hourglass aria-hidden size={18} />,
  },
] as const

type Phase = 'input' | 'saving' | 'checking'

export interface KeyFormProps {
  practiceMode: boolean
  /** The key works, or its owner has saved it although the check failed. */
  onDone: () => void
  onCancel?: (() => void) | undefined
}

/** Takes a key in three steps: paste it, choose how it is kept, see it checked. */
export function KeyForm({ practiceMode, onDone, onCancel }: KeyFormProps) {
  const [chosen, setChosen] = useState<VaultMode>('passphrase')
  const allowed = useMySettings(({ settings }) => settings?.keyProtections)
  const protections = PROTECTIONS.filter(({ value }) => !allowed || allowed.includes(value))
  const mode = protections.find(({ value }) => value === chosen)?.value ?? protections[0]?.value ?? chosen
  const [phase, setPhase] = useState<Phase>('input')
  const [problem, setProblem] = useState<ProblemError | null>(null)
  /** The key is stored, its check has failed, and its owner has not decided yet. */
  const [undecided, setUndecided] = useState(false)
  const [result, setResult] = useState<KeyCheck | null>(null)
  const [advanced, setAdvanced] = useState(false)
  const replaces = onCancel !== undefined
  const discardOnClose = useRef(false)
  discardOnClose.current = replaces && undecided

  useEffect(
    () => () => {
      if (discardOnClose.current) void discardKey()
    },
    [],
  )

  const check = async () => {
    setPhase('checking')
    setProblem(null)
    try {
      const found = await checkKey()
      setUndecided(false)
      // What a key may not do is told before its owner meets it in mid-conversation.
      if (found.findings.some(({ severity }) => severity === 'warning')) setResult(found)
      else onDone()
    } catch (error) {
      const refused = toProblemError(error)
      // OpenAI does not know this key: no answer will ever come with it.
      if (refused.code === 'provider_key_invalid') await discardKey()
      setUndecided(refused.code !== 'provider_key_invalid')
      setProblem(refused)
      setPhase('input')
    }
  }

  const saveAnyway = () => {
    discardOnClose.current = false
    setUndecided(false)
    onDone()
  }

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const key = String(form.get('provider-key') ?? '')
    const about = {
      organization: String(form.get('organization') ?? ''),
      project: String(form.get('project') ?? ''),
    }
    const protection =
      mode === 'passphrase' ? { mode, passphrase: String(form.get('passphrase') ?? '') } : { mode }
    setPhase('saving')
    setProblem(null)
    try {
      if (undecided) await discardKey()
      setUndecided(false)
      await storeKey({ key, ...protection, ...about })
    } catch (error) {
      setProblem(toProblemError(error))
      setPhase('input')
      return
    }
    await check()
  }

  const aboutKey = problem?.code === 'vault_malformed_key' || problem?.code === 'vault_admin_key'
  const aboutPassphrase = problem?.code === 'vault_weak_passphrase'

  if (result) return <Result check={result} onContinue={onDone} />

  return (
    <form onSubmit={submit} className="grid gap-6">
      <Step number={1} title="Paste your OpenAI key">
        <TextField
          label="OpenAI key"
          name="provider-key"
          secret
          mono
          placeholder={practiceMode ? 'sk-practice-…' : 'sk-…'}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
          data-autofocus
          error={aboutKey ? `${problem.title}. ${problem.detail} ${problem.action ?? ''}` : undefined}
        />
        {practiceMode ? (
          <p className="mt-2 text-muted text-sm">
            Practice mode: any key that begins with “sk-practice-” works, and nothing is billed.
          </p>
        ) : (
          <p className="mt-2 text-muted text-sm">
            No key yet?{' '}
            <a
              href="https://platform.openai.com/api-keys"
              target="_blank"
              rel="noopener noreferrer"
              className="inline-flex items-center gap-1 font-medium text-accent underline-offset-4 hover:underline"
            >
              Create one at OpenAI
              <ExternalLink aria-hidden size={13} />
            </a>
          </p>
        )}
        <details
          open={advanced}
          onToggle={(event) => setAdvanced(event.currentTarget.open)}
          className="group mt-3 text-sm"
        >
          <summary className="touch inline-flex cursor-pointer list-none items-center gap-1 rounded-sm font-medium text-soft hover:text-ink">
            <ChevronRight aria-hidden size={16} className="transition-transform group-open:rotate-90" />
            Advanced
          </summary>
          <p className="mt-2 mb-3 text-muted">
            Needed only if your key belongs to several organisations or projects.
          </p>
          <div className="grid gap-3 sm:grid-cols-2">
            <AccountField
              label="Organisation id"
              name="organization"
              placeholder="org-…"
              onInvalid={() => setAdvanced(true)}
            />
            <AccountField
              label="Project id"
              name="project"
              placeholder="proj_…"
              onInvalid={() => setAdvanced(true)}
            />
          </div>
        </details>
      </Step>

      <Step number={2} title="Choose how it is kept">
        <RadioCards legend="Protection" cards={protections} value={mode} onChange={setChosen} />
        {mode === 'passphrase' && (
          <TextField
            label="Passphrase"
            name="passphrase"
            secret
            autoComplete="new-password"
            required
            minLength={PASSPHRASE_MIN_LENGTH}
            className="mt-4"
            hint={`At least ${PASSPHRASE_MIN_LENGTH} characters. It never leaves this browser.`}
            error={aboutPassphrase ? `${problem.title}. ${problem.action ?? ''}` : undefined}
          />
        )}
      </Step>

      <Step number={3} title="Check it with OpenAI">
        <p className="text-muted text-sm">
          Uru asks OpenAI what your key may do, with at most four requests and 20 tokens. The key is encrypted
          for the server, which holds it only during a request.
        </p>
        {problem && !aboutKey && !aboutPassphrase && (
          <div ref={reveal} className="mt-4 scroll-mb-24">
            <ProblemNotice problem={problem} onRetry={undecided ? check : undefined} />
          </div>
        )}
        <div className="mt-4 flex flex-wrap items-center gap-2">
          <Button look="primary" type="submit" busy={phase !== 'input'} className="min-w-32">
            {phase === 'checking' ? 'Checking…' : 'Save key'}
          </Button>
          {undecided && <Button onClick={saveAnyway}>Save anyway</Button>}
          {onCancel && (
            <Button look="quiet" onClick={onCancel}>
              Cancel
            </Button>
          )}
        </div>
      </Step>
      <p role="status" className="sr-only">
        {phase === 'checking' ? 'Checking the key with OpenAI' : ''}
      </p>
    </form>
  )
}

/** Scrolls to the problem: the form is taller than many windows. */
function reveal(notice: HTMLElement | null): void {
  notice?.scrollIntoView({ block: 'nearest' })
}

/** Moves the focus to the start of what has replaced the form, so that the Tab key leads on from there. */
function startAt(result: HTMLElement | null): void {
  result?.focus({ preventScroll: true })
  result?.scrollIntoView({ block: 'start' })
}

/** The check has passed, with something to know before the first question. */
function Result({ check, onContinue }: { check: KeyCheck; onContinue: () => void }) {
  const count = check.models.length
  return (
    <div ref={startAt} tabIndex={-1} className="grid scroll-mt-6 gap-5 outline-none">
      <Banner tone="good" urgent title="Your key works">
        {count === 1 ? 'It can use one model.' : `It can use ${count} models.`} Some things are limited:
      </Banner>
      <KeyFindings findings={check.findings} headroom={check.headroom} />
      <div>
        <Button look="primary" onClick={onContinue} className="min-w-32">
          Continue
        </Button>
      </div>
    </div>
  )
}

type AccountFieldProps = Pick<TextFieldProps, 'label' | 'name' | 'placeholder' | 'onInvalid'>

function AccountField(props: AccountFieldProps) {
  return (
    <TextField
      {...props}
      mono
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      pattern="\s*[A-Za-z0-9_\-]{1,128}\s*"
      title="Letters, digits, “-” and “_”"
    />
  )
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <section className="grid grid-cols-[1.75rem_1fr] gap-x-3">
      <span
        aria-hidden
        className="grid size-7 place-items-center rounded-full bg-accent-wash font-semibold text-accent text-sm"
      >
        {number}
      </span>
      <h3 className="mb-2 font-semibold leading-7">{title}</h3>
      <div className="min-w-0 max-sm:col-span-2 sm:col-start-2">{children}</div>
    </section>
  )
}

/** Told where there can be no vault at all. */
export function VaultUnavailable({ problem }: { problem: ProblemError }) {
  return (
    <Banner tone="danger" urgent title={problem.title}>
      {problem.detail} {problem.action}
    </Banner>
  )
}
