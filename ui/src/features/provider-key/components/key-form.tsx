import { ExternalLink, Hourglass, KeyRound, Laptop } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Banner } from '@/components/banner'
import { Button } from '@/components/button'
import { ProblemNotice } from '@/components/problem-notice'
import { RadioCards } from '@/components/radio-cards'
import { TextField } from '@/components/text-field'
import { PASSPHRASE_MIN_LENGTH, type VaultMode } from '@/features/provider-key/vault'
import { checkKey, removeKey, storeKey } from '@/features/provider-key/vault-store'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'

const PROTECTIONS = [
  {
    value: 'passphrase',
    label: 'Passphrase',
    description:
      'Strongest: without your words nobody can read the key. If you forget them, you add it anew.',
    icon: <KeyRound aria-hidden size={18} />,
  },
  {
    value: 'device',
    label: 'This device',
    description: 'Nothing to type, but whoever can use this browser can use the key.',
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
  /** The key works, or its owner wants to use it unchecked. */
  onDone: () => void
  onCancel?: (() => void) | undefined
}

/** Takes a key in three steps: paste it, choose how it is kept, see it checked. */
export function KeyForm({ practiceMode, onDone, onCancel }: KeyFormProps) {
  const [mode, setMode] = useState<VaultMode>('passphrase')
  const [phase, setPhase] = useState<Phase>('input')
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const [unchecked, setUnchecked] = useState(false)

  const check = async () => {
    setPhase('checking')
    setProblem(null)
    try {
      await checkKey()
      onDone()
    } catch (error) {
      const found = toProblemError(error)
      // A key that OpenAI refuses is no key: keeping it would only fail later, in mid-conversation.
      if (found.code === 'provider_key_invalid') await removeKey()
      else setUnchecked(true)
      setProblem(found)
      setPhase('input')
    }
  }

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const key = String(form.get('provider-key') ?? '')
    const passphrase = String(form.get('passphrase') ?? '')
    setPhase('saving')
    setProblem(null)
    setUnchecked(false)
    try {
      await storeKey(mode === 'passphrase' ? { key, mode, passphrase } : { key, mode })
    } catch (error) {
      setProblem(toProblemError(error))
      setPhase('input')
      return
    }
    await check()
  }

  const aboutKey = problem?.code === 'vault_malformed_key'
  const aboutPassphrase = problem?.code === 'vault_weak_passphrase'

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
          error={aboutKey ? `${problem.title}. ${problem.action ?? ''}` : undefined}
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
              Make one at OpenAI
              <ExternalLink aria-hidden size={13} />
            </a>
          </p>
        )}
      </Step>

      <Step number={2} title="Choose how it is kept">
        <RadioCards legend="Protection" cards={PROTECTIONS} value={mode} onChange={setMode} />
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
          One question about your models is asked; it costs nothing. On the way the key is sealed for the
          server, which keeps it only for the moment of a call.
        </p>
        {problem && !aboutKey && !aboutPassphrase && (
          <div ref={reveal} className="mt-4 scroll-mb-24">
            <ProblemNotice problem={problem} onRetry={unchecked ? check : undefined} />
          </div>
        )}
        <div className="mt-4 flex flex-wrap items-center gap-2">
          <Button look="primary" type="submit" busy={phase !== 'input'} className="min-w-32">
            {phase === 'checking' ? 'Checking…' : 'Save key'}
          </Button>
          {unchecked && (
            <Button look="quiet" onClick={onDone}>
              Use it unchecked
            </Button>
          )}
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

/** The form is taller than many windows, and what went wrong is told near its end. */
function reveal(notice: HTMLElement | null): void {
  notice?.scrollIntoView({ block: 'nearest' })
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
