import { Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { ProblemNotice } from '@/components/problem-notice'
import { TextField } from '@/components/text-field'
import { toast } from '@/components/toast'
import { useFeature } from '@/features/organisation/my-settings'
import { deleteMe } from '@/shared/api/me'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'
import { endErasedSession } from '@/shared/api/session-store'
import { navigate } from '@/shared/navigation'

export interface EraseAccountProps {
  /** Removes what this browser keeps of the account, before the session is over. */
  onErased: () => Promise<void>
}

/** Erases the account, after the password was asked for once more. */
export function EraseAccount({ onErased }: EraseAccountProps) {
  const [asking, setAsking] = useState(false)
  const mayExport = useFeature('export')
  return (
    <>
      <h3 className="mt-4 font-medium">Delete your account</h3>
      <p className="text-soft">
        Your account and all your conversations are erased from the server.
        {mayExport && ' Export them first if you want to keep them.'}
      </p>
      <div>
        <Button look="danger" icon={<Trash2 aria-hidden size={16} />} onClick={() => setAsking(true)}>
          Delete account
        </Button>
      </div>
      {asking && <EraseDialog onErased={onErased} onClose={() => setAsking(false)} />}
    </>
  )
}

function EraseDialog({ onErased, onClose }: EraseAccountProps & { onClose: () => void }) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ProblemError | null>(null)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const password = String(new FormData(event.currentTarget).get('password') ?? '')
    setBusy(true)
    setProblem(null)
    try {
      await deleteMe(password)
      await onErased().catch(() => {})
      navigate('/sign-in', { replace: true })
      endErasedSession()
      toast({ text: 'Your account was deleted' })
    } catch (error) {
      setProblem(toProblemError(error))
      setBusy(false)
    }
  }

  const wrong = problem?.code === 'bad_credentials' ? 'This is not your password.' : undefined
  return (
    <Dialog title="Delete your account?" onClose={onClose}>
      <form className="grid gap-4" onSubmit={submit}>
        <p className="text-soft text-sm">
          Your account and all your conversations are erased, on all your devices. This cannot be undone.
        </p>
        {problem && wrong === undefined && <ProblemNotice problem={problem} />}
        <TextField
          label="Password"
          name="password"
          secret
          required
          autoComplete="current-password"
          error={wrong}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Keep my account</Button>
          <Button look="danger" type="submit" busy={busy}>
            Delete for good
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
