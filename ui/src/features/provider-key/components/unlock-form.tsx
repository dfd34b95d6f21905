import { Lock } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/button'
import { TextField } from '@/components/text-field'
import { unlockVault } from '@/features/provider-key/vault-store'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'

export interface UnlockFormProps {
  /** Something waits to be sent: it goes as soon as the key is open. */
  waiting: boolean
  onUnlocked: () => void
  onCancel?: (() => void) | undefined
  onReplace?: (() => void) | undefined
}

/** Asks for the passphrase where its owner is. */
export function UnlockForm({ waiting, onUnlocked, onCancel, onReplace }: UnlockFormProps) {
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const [busy, setBusy] = useState(false)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const passphrase = String(new FormData(event.currentTarget).get('passphrase') ?? '')
    setBusy(true)
    setProblem(null)
    try {
      await unlockVault(passphrase)
    } catch (error) {
      setProblem(toProblemError(error))
      setBusy(false)
      return
    }
    onUnlocked()
  }

  return (
    <form
      onSubmit={submit}
      aria-label="Unlock your key"
      className="rounded-xl border border-line bg-raised p-4 shadow-raised"
    >
      <p className="flex items-center gap-2 font-semibold text-sm">
        <Lock aria-hidden size={16} className="text-accent" />
        Your key is locked
      </p>
      <p className="mt-1 mb-3 text-soft text-sm">
        {waiting ? 'What you wrote is sent as soon as it is open.' : 'Enter your passphrase to go on.'}
      </p>
      <div className="grid gap-2 sm:grid-cols-[1fr_auto]">
        <TextField
          label="Passphrase"
          name="passphrase"
          secret
          autoComplete="current-password"
          required
          autoFocus
          error={problem ? `${problem.title}. ${problem.action ?? ''}` : undefined}
        />
        <div className="flex items-start gap-2 sm:pt-6.5">
          <Button look="primary" type="submit" busy={busy} className="h-11">
            Unlock
          </Button>
          {onCancel && (
            <Button look="quiet" onClick={onCancel} className="h-11">
              Not now
            </Button>
          )}
        </div>
      </div>
      {problem && onReplace && (
        <button
          type="button"
          onClick={onReplace}
          className="touch mt-2 font-medium text-accent text-sm underline-offset-4 hover:underline"
        >
          Forgotten it? Add the key anew
        </button>
      )}
    </form>
  )
}
