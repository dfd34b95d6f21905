import { type FormEvent, type ReactNode, useState } from 'react'
import { Button } from '@/components/button'
import { ProblemNotice } from '@/components/problem-notice'
import { TextField } from '@/components/text-field'
import { toast } from '@/components/toast'
import { showProfile } from '@/features/account/show-profile'
import { patchMe } from '@/shared/api/me'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'
import type { User } from '@/shared/api/schema'

const ROLES: Record<User['role'], string> = {
  admin: 'Administrator',
  user: 'Member',
  viewer: 'Viewer: reads what is shared',
}

/** Who the account belongs to. */
export function ProfileSettings({ user }: { user: User }) {
  return (
    <section aria-label="Profile" className="grid gap-5 text-sm">
      <DisplayName name={user.displayName} />
      <Fact label="E-mail">{user.email}</Fact>
      <Fact label="Role">{ROLES[user.role]}</Fact>
      <Fact label="Organisation">{user.tenant.name}</Fact>
    </section>
  )
}

function DisplayName({ name }: { name: string }) {
  const [text, setText] = useState(name)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const violation = problem?.problem?.violations?.[0]?.message

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setProblem(null)
    try {
      const me = await patchMe({ displayName: text })
      showProfile(me)
      setText(me.displayName)
      toast({ text: 'Your name was changed' })
    } catch (error) {
      setProblem(toProblemError(error))
    }
    setBusy(false)
  }

  return (
    <form className="grid max-w-sm gap-3" onSubmit={submit}>
      {problem && violation === undefined && <ProblemNotice problem={problem} />}
      <TextField
        label="Display name"
        name="displayName"
        required
        maxLength={200}
        autoComplete="name"
        value={text}
        onChange={(event) => setText(event.target.value)}
        error={violation}
      />
      <div>
        <Button type="submit" busy={busy} disabled={text.trim() === name || text.trim() === ''}>
          Change name
        </Button>
      </div>
    </form>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <p className="font-medium">{label}</p>
      <p className="mt-0.5 text-soft">{children}</p>
    </div>
  )
}
