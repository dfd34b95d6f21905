import { Download } from 'lucide-react'
import { type ChangeEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { Banner } from '@/components/banner'
import { Button } from '@/components/button'
import { cx } from '@/components/cx'
import { Dialog } from '@/components/dialog'
import { adviceFor } from '@/components/problem-advice'
import { importPeople, type LinkToSend, saveLinks } from '@/features/administration/people-import'
import { peopleOf } from '@/features/administration/words'
import { postPeopleFile } from '@/shared/api/admin-users'
import { toProblemError } from '@/shared/api/problem-error'
import type { ImportedPerson } from '@/shared/api/schema'
import { Progress } from './progress'

/** Lines of the report that are shown; more would only be scrolled past. */
const SHOWN = 200

type Step =
  | { name: 'choose'; busy: boolean; problem: string | null }
  | { name: 'checked'; people: ImportedPerson[] }
  | { name: 'importing'; people: ImportedPerson[]; imported: ImportedPerson[] }
  | { name: 'done'; imported: ImportedPerson[]; left: number; problem: string | null }

export interface ImportDialogProps {
  /** People were added. */
  onImported: () => void
  onClose: () => void
}

/** Reads a file of people, says what an import would do, imports, and says what became of each. */
export function ImportDialog({ onImported, onClose }: ImportDialogProps) {
  const [step, setStep] = useState<Step>({ name: 'choose', busy: false, problem: null })
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  const check = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.currentTarget.files?.[0]
    // Browsers report no change when the same file is chosen again, corrected meanwhile.
    event.currentTarget.value = ''
    if (!file) return
    running.current = new AbortController()
    setStep({ name: 'choose', busy: true, problem: null })
    try {
      setStep({ name: 'checked', people: await postPeopleFile(file, true, running.current.signal) })
    } catch (error) {
      const problem = toProblemError(error)
      const text =
        problem.code === 'payload_too_large'
          ? 'The file is larger than 4 MB. Divide it.'
          : (problem.problem?.detail ?? problem.title)
      setStep({ name: 'choose', busy: false, problem: text })
    }
  }

  const run = async (people: ImportedPerson[]) => {
    const created = people.filter(({ status }) => status === 'created')
    const imported: ImportedPerson[] = []
    let problem: string | null = null
    running.current = new AbortController()
    setStep({ name: 'importing', people: created, imported })
    try {
      await importPeople(
        created,
        (part) => {
          imported.push(...part)
          setStep({ name: 'importing', people: created, imported: [...imported] })
        },
        running.current.signal,
      )
    } catch (error) {
      if (!running.current.signal.aborted) problem = `${adviceFor(toProblemError(error)).title}.`
    }
    setStep({ name: 'done', imported, left: created.length - imported.length, problem })
    onImported()
  }

  const close = () => step.name !== 'importing' && onClose()

  return (
    <Dialog title="Import people" wide onClose={close}>
      {step.name === 'choose' && <Choose busy={step.busy} problem={step.problem} onFile={check} />}
      {step.name === 'checked' && (
        <>
          <Report people={step.people} labels={FINDINGS} />
          <Buttons>
            <Button onClick={() => setStep({ name: 'choose', busy: false, problem: null })}>
              Choose another file
            </Button>
            <Button
              look="primary"
              disabled={countOf(step.people, 'created') === 0}
              onClick={() => void run(step.people)}
            >
              Import {peopleOf(countOf(step.people, 'created'))}
            </Button>
          </Buttons>
        </>
      )}
      {step.name === 'importing' && (
        <>
          <Progress label="Importing people" done={step.imported.length} total={step.people.length} />
          <Buttons>
            <Button onClick={() => running.current?.abort()}>Stop</Button>
          </Buttons>
        </>
      )}
      {step.name === 'done' && (
        <>
          <Outcome imported={step.imported} left={step.left} problem={step.problem} />
          <Buttons>
            <Button look="primary" onClick={onClose}>
              Done
            </Button>
          </Buttons>
        </>
      )}
    </Dialog>
  )
}

interface ChooseProps {
  busy: boolean
  problem: string | null
  onFile: (event: ChangeEvent<HTMLInputElement>) => void
}

function Choose({ busy, problem, onFile }: ChooseProps) {
  return (
    <div className="grid gap-4 text-sm">
      <p className="text-soft">
        A CSV file in UTF-8 with up to 10,000 people. Its first line names the columns; the role is user,
        admin or viewer. Nothing is imported before you have seen what the file says.
      </p>
      <pre className="overflow-x-auto rounded-md bg-side p-3 font-mono text-xs">
        {'email,displayName,role\nada@example.org,Ada Lovelace,user'}
      </pre>
      {problem !== null && (
        <Banner tone="danger" title="The file cannot be imported" urgent>
          {problem}
        </Banner>
      )}
      <label className="grid gap-1.5">
        <span className="font-medium">File</span>
        <input
          type="file"
          accept=".csv,text/csv"
          disabled={busy}
          onChange={onFile}
          data-autofocus
          className="w-full rounded-md border border-line-strong bg-raised p-2 text-ink"
        />
      </label>
      <p role="status" className="min-h-5 text-muted">
        {busy && 'The file is read…'}
      </p>
    </div>
  )
}

const FINDINGS = { created: 'New', exists: 'Has an account', invalid: 'Not valid' } as const
const RESULTS = { created: 'Added', exists: 'Has an account', invalid: 'Not valid' } as const
const ORDER: readonly ImportedPerson['status'][] = ['invalid', 'exists', 'created']

interface ReportProps {
  people: ImportedPerson[]
  labels: Record<ImportedPerson['status'], string>
}

/** What the file says, with what is wrong first. */
function Report({ people, labels }: ReportProps) {
  const sorted = ORDER.flatMap((status) => people.filter((each) => each.status === status))
  return (
    <div className="grid gap-3 text-sm">
      <p role="status">{summaryOf(people, labels)}</p>
      <section
        aria-label="Lines of the file"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard
        tabIndex={0}
        className="max-h-80 overflow-auto rounded-md border border-line"
      >
        <table className="w-full border-collapse text-left">
          <thead>
            <tr className="border-line border-b text-muted text-xs">
              <th className="px-3 py-2 font-medium">Line</th>
              <th className="px-3 py-2 font-medium max-sm:w-1/2">Person</th>
              <th className="px-3 py-2 font-medium max-sm:hidden">Role</th>
              <th className="px-3 py-2 font-medium">Result</th>
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, SHOWN).map((each) => (
              <tr key={each.line} className="border-line border-b align-top last:border-0">
                <td className="px-3 py-2 text-muted tabular-nums">{each.line}</td>
                <td className="px-3 py-2 [overflow-wrap:anywhere]">
                  <span className="block font-medium">{each.displayName}</span>
                  <span className="block text-muted">{each.email}</span>
                </td>
                <td className="px-3 py-2 max-sm:hidden">{each.role}</td>
                <td className={cx('px-3 py-2', each.status === 'invalid' && 'text-danger')}>
                  {labels[each.status]}
                  {each.problem !== null && <span className="block text-xs">{each.problem}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {people.length > SHOWN && (
        <p className="text-muted text-xs">
          The first {SHOWN} lines are shown, those that are not valid first.
        </p>
      )}
    </div>
  )
}

interface OutcomeProps {
  imported: ImportedPerson[]
  left: number
  problem: string | null
}

function Outcome({ imported, left, problem }: OutcomeProps) {
  const links = imported.flatMap(({ email, displayName, invitation }): LinkToSend[] =>
    invitation && !invitation.mailed ? [{ email, displayName, link: invitation }] : [],
  )
  const mailed = imported.filter(({ invitation }) => invitation?.mailed).length
  const mailProblem = links.find(({ link }) => link.mailProblem !== null)?.link.mailProblem
  return (
    <div className="grid gap-4 text-sm">
      {left > 0 && (
        <Banner tone="warn" title={`${peopleOf(left)} may not be imported`} urgent>
          {problem ?? 'The import was stopped.'} Import the same file again: who has an account is left as it
          is.
        </Banner>
      )}
      {mailed > 0 && <p>{mailed === 1 ? '1 invitation was' : `${mailed} invitations were`} mailed.</p>}
      {links.length > 0 && (
        <Banner
          tone={mailProblem ? 'warn' : 'info'}
          title={`${links.length === 1 ? '1 link was' : `${links.length} links were`} not mailed`}
          actions={
            <Button
              size="small"
              icon={<Download aria-hidden size={14} />}
              onClick={() => saveLinks(links)}
              data-autofocus
            >
              Save the links
            </Button>
          }
        >
          {mailProblem} Save the links now and send each to its person: they are not shown again.
        </Banner>
      )}
      <Report people={imported} labels={RESULTS} />
    </div>
  )
}

function Buttons({ children }: { children: ReactNode }) {
  return <div className="mt-6 flex flex-wrap justify-end gap-2">{children}</div>
}

function countOf(people: ImportedPerson[], status: ImportedPerson['status']): number {
  return people.filter((each) => each.status === status).length
}

function summaryOf(people: ImportedPerson[], labels: Record<ImportedPerson['status'], string>): string {
  if (people.length === 0) return 'The file names nobody.'
  return (['created', 'exists', 'invalid'] as const)
    .map((status) => [labels[status], countOf(people, status)] as const)
    .filter(([, count]) => count > 0)
    .map(([label, count]) => `${label}: ${count.toLocaleString()}`)
    .join(' · ')
}
