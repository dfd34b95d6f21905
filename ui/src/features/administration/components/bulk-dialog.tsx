import { Download } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Banner } from '@/components/banner'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { RadioCards } from '@/components/radio-cards'
import { applicable, type BulkAction, type BulkResult, runBulk } from '@/features/administration/bulk'
import { saveLinks } from '@/features/administration/people-import'
import type { Users } from '@/features/administration/use-users'
import { peopleOf, ROLES, roleLabel } from '@/features/administration/words'
import type { AdminUser, Role } from '@/shared/api/schema'
import { Progress } from './progress'

type Step = 'asking' | 'running' | 'done'

export interface BulkDialogProps {
  action: BulkAction
  selected: readonly AdminUser[]
  ownId: string
  users: Users
  onClose: () => void
}

/** Says what an action does with several people, does it, and says what became of each. */
export function BulkDialog({ action, selected, ownId, users, onClose }: BulkDialogProps) {
  // The list changes while the action runs.
  const [people] = useState(selected)
  const [role, setRole] = useState<Role>('user')
  const [step, setStep] = useState<Step>('asking')
  const [results, setResults] = useState<BulkResult[]>([])
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  const chosen = applicable(action, people, ownId, role)
  const { title, button, past, danger } = WORDS[action]

  const run = async () => {
    running.current = new AbortController()
    setStep('running')
    await runBulk(
      action,
      chosen,
      role,
      (result) => {
        if (result.after !== undefined) users.replace(result.user.id, result.after)
        setResults((before) => [...before, result])
      },
      running.current.signal,
    )
    setStep('done')
  }

  return (
    <Dialog title={title(peopleOf(chosen.length))} onClose={() => step !== 'running' && onClose()}>
      {step === 'asking' && (
        <>
          <div className="grid gap-3 text-soft text-sm">
            {action === 'role' && <RadioCards legend="Role" cards={ROLES} value={role} onChange={setRole} />}
            {chosen.length > 0 && <p>{consequences(action, chosen, role)}</p>}
            {chosen.length < people.length && (
              <p>
                Left out: {people.length - chosen.length} of the {people.length} selected: {LEFT_OUT[action]}
              </p>
            )}
          </div>
          <Buttons>
            <Button onClick={onClose} data-autofocus>
              Cancel
            </Button>
            <Button
              look={danger ? 'danger' : 'primary'}
              disabled={chosen.length === 0}
              onClick={() => void run()}
            >
              {button}
            </Button>
          </Buttons>
        </>
      )}
      {step === 'running' && (
        <>
          <Progress label={past} done={results.length} total={chosen.length} />
          <Buttons>
            <Button onClick={() => running.current?.abort()}>Stop</Button>
          </Buttons>
        </>
      )}
      {step === 'done' && (
        <>
          <Outcome past={past} results={results} left={chosen.length - results.length} />
          <Buttons>
            <Button look="primary" onClick={onClose} data-autofocus>
              Done
            </Button>
          </Buttons>
        </>
      )}
    </Dialog>
  )
}

const WORDS: Record<
  BulkAction,
  { title: (people: string) => string; button: string; past: string; danger?: boolean }
> = {
  disable: { title: (people) => `Disable ${people}`, button: 'Disable', past: 'Disabled', danger: true },
  enable: { title: (people) => `Enable ${people}`, button: 'Enable', past: 'Enabled' },
  role: { title: (people) => `Role of ${people}`, button: 'Change role', past: 'Changed' },
  sessions: { title: (people) => `Sign ${people} out everywhere`, button: 'Sign out', past: 'Signed out' },
  invite: { title: (people) => `Invite ${people} again`, button: 'Invite again', past: 'Invited' },
  delete: { title: (people) => `Delete ${people}`, button: 'Delete', past: 'Deleted', danger: true },
}

const LEFT_OUT: Record<BulkAction, string> = {
  disable: 'those who are disabled already, and your own account.',
  enable: 'those who are not disabled.',
  role: 'those who have this role already, and your own account.',
  sessions: 'those who have no session, and your own account.',
  invite: 'those who have set a password, and those who are disabled.',
  delete: 'your own account.',
}

function consequences(action: BulkAction, people: readonly AdminUser[], role: Role): string {
  const sessions = people.reduce((sum, each) => sum + each.sessions, 0)
  const ends =
    sessions === 0
      ? 'They have no session.'
      : `This ends ${sessions === 1 ? '1 session' : `${sessions} sessions`}.`
  switch (action) {
    case 'disable':
      return `${ends} They cannot sign in until you enable their accounts again; their conversations are kept.`
    case 'enable':
      return 'They can sign in again.'
    case 'role':
      return `They get the role ${roleLabel(role)}, from their next request on.`
    case 'sessions':
      return `${ends} They can sign in again. What runs is finished and kept.`
    case 'invite':
      return 'Each gets a new link; the former one stops working. What cannot be mailed, you get as a file.'
    case 'delete':
      return 'Their accounts and all their conversations are erased. This cannot be undone. To keep them, disable the accounts instead.'
  }
}

interface OutcomeProps {
  past: string
  results: readonly BulkResult[]
  left: number
}

function Outcome({ past, results, left }: OutcomeProps) {
  const failed = results.filter(({ failure }) => failure !== undefined)
  const links = results.flatMap(({ link }) => (link && !link.link.mailed ? [link] : []))
  return (
    <div className="grid gap-4 text-sm">
      <p role="status">
        {past}: {peopleOf(results.length - failed.length)}
        {left > 0 && `. Stopped before ${peopleOf(left)}.`}
      </p>
      {failed.length > 0 && (
        <Banner tone="danger" title={`Not done for ${peopleOf(failed.length)}`} urgent>
          <ul>
            {failed.map(({ user, failure }) => (
              <li key={user.id}>
                {user.displayName}: {failure}
              </li>
            ))}
          </ul>
        </Banner>
      )}
      {links.length > 0 && (
        <Banner
          tone="info"
          title={`${links.length === 1 ? '1 link was' : `${links.length} links were`} not mailed`}
          actions={
            <Button size="small" icon={<Download aria-hidden size={14} />} onClick={() => saveLinks(links)}>
              Save the links
            </Button>
          }
        >
          {links.find(({ link }) => link.mailProblem !== null)?.link.mailProblem} Save the links now and send
          each to its person: they are not shown again.
        </Banner>
      )}
    </div>
  )
}

function Buttons({ children }: { children: ReactNode }) {
  return <div className="mt-6 flex flex-wrap justify-end gap-2">{children}</div>
}
