import { type FormEvent, useState } from 'react'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { ProblemNotice } from '@/components/problem-notice'
import { RadioCards } from '@/components/radio-cards'
import { TextField } from '@/components/text-field'
import { ROLES } from '@/features/administration/words'
import { postAdminUser } from '@/shared/api/admin-users'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'
import type { AdminUser, PasswordLink, Role } from '@/shared/api/schema'
import { uuidv7 } from '@/shared/uuid'

export interface AddPersonDialogProps {
  onAdded: (user: AdminUser, invitation: PasswordLink) => void
  onClose: () => void
}

export function AddPersonDialog({ onAdded, onClose }: AddPersonDialogProps) {
  // The same id in each attempt: a person whose answer got lost is not added twice.
  const [id, setId] = useState(uuidv7)
  const [role, setRole] = useState<Role>('user')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ProblemError | null>(null)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setProblem(null)
    try {
      const { user, invitation } = await postAdminUser({
        id,
        email: String(form.get('email') ?? '').trim(),
        displayName: String(form.get('name') ?? '').trim(),
        role,
      })
      onAdded(user, invitation)
    } catch (error) {
      const problemError = toProblemError(error)
      // Added by an attempt before, whose form was another one.
      if (problemError.code === 'id_conflict') setId(uuidv7())
      setProblem(problemError)
      setBusy(false)
    }
  }

  const violation = (field: string) =>
    problem?.problem?.violations?.find((each) => each.field.endsWith(field))?.message
  const taken = problem?.code === 'email_taken' ? 'Somebody has this address already.' : undefined
  const named = [violation('email'), violation('displayName'), taken].some((each) => each !== undefined)

  return (
    <Dialog title="Add a person" onClose={onClose}>
      <form className="grid gap-4" onSubmit={submit}>
        {problem && !named && <ProblemNotice problem={problem} />}
        <TextField
          label="E-mail"
          name="email"
          type="email"
          inputMode="email"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
          data-autofocus
          error={violation('email') ?? taken}
        />
        <TextField
          label="Display name"
          name="name"
          autoComplete="off"
          required
          maxLength={200}
          error={violation('displayName')}
        />
        <div>
          <p className="mb-1.5 font-medium text-sm">Role</p>
          <RadioCards legend="Role" cards={ROLES} value={role} onChange={setRole} />
        </div>
        <p className="text-muted text-sm">
          This person chooses a password by a link. Uru mails the link, or shows it to you if it cannot.
        </p>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={busy}>
            Add and invite
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
