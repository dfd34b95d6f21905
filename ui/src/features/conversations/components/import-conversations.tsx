import { Upload } from 'lucide-react'
import { type DragEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { Banner } from '@/components/banner'
import { Button } from '@/components/button'
import { cx } from '@/components/cx'
import { adviceFor } from '@/components/problem-advice'
import { ProgressBar } from '@/components/progress-bar'
import { Spinner } from '@/components/spinner'
import { type ImportedConversation, importConversations } from '@/shared/api/imports'
import { toProblemError } from '@/shared/api/problem-error'

/** Lines of the report that are shown; more would only be scrolled past. */
const SHOWN = 200

type Step =
  | { name: 'choose'; problem: string | null }
  | { name: 'checking'; file: File }
  | { name: 'checked'; file: File; items: ImportedConversation[] }
  | { name: 'importing'; file: File; total: number; items: ImportedConversation[] }
  | { name: 'done'; total: number; items: ImportedConversation[]; problem: string | null }

/** Reads a file of conversations, says what an import would do, imports, and says what became of each. */
export function ImportConversations() {
  const [step, setStep] = useState<Step>({ name: 'choose', problem: null })
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  const check = async (file: File) => {
    const controller = new AbortController()
    running.current = controller
    setStep({ name: 'checking', file })
    const items: ImportedConversation[] = []
    try {
      await importConversations(file, true, (more) => items.push(...more), controller.signal)
      setStep({ name: 'checked', file, items })
    } catch (error) {
      if (!controller.signal.aborted) setStep({ name: 'choose', problem: reasonOf(error) })
    }
  }

  const run = async (file: File, planned: ImportedConversation[]) => {
    const controller = new AbortController()
    running.current = controller
    const total = planned.length
    const items: ImportedConversation[] = []
    let problem: string | null = null
    setStep({ name: 'importing', file, total, items })
    try {
      await importConversations(
        file,
        false,
        (more) => {
          items.push(...more)
          setStep({ name: 'importing', file, total, items: [...items] })
        },
        controller.signal,
      )
    } catch (error) {
      problem = controller.signal.aborted ? 'The import was stopped.' : reasonOf(error)
    }
    setStep({ name: 'done', total, items, problem })
  }

  const stop = () => {
    running.current?.abort()
    if (step.name === 'checking') setStep({ name: 'choose', problem: null })
  }

  return (
    <div className="grid gap-4">
      {step.name === 'choose' && <Choose problem={step.problem} onFile={(file) => void check(file)} />}
      {step.name === 'checking' && (
        <Working text={`“${step.file.name}” is sent and read…`} onStop={stop} stopLabel="Cancel" />
      )}
      {step.name === 'checked' && (
        <>
          <Report items={step.items} labels={FINDINGS} />
          <Buttons>
            <Button onClick={() => setStep({ name: 'choose', problem: null })}>Choose another file</Button>
            <Button
              look="primary"
              disabled={countOf(step.items, 'imported') === 0}
              onClick={() => void run(step.file, step.items)}
            >
              Import {conversationsOf(countOf(step.items, 'imported'))}
            </Button>
          </Buttons>
        </>
      )}
      {step.name === 'importing' && (
        <Working
          text={`${step.items.length.toLocaleString()} of ${step.total.toLocaleString()} conversations`}
          progress={
            <>
              <ProgressBar label="Import" done={step.items.length} total={step.total} />
              <p className="text-muted text-xs">Closing the settings stops the import.</p>
            </>
          }
          onStop={stop}
          stopLabel="Stop"
        />
      )}
      {step.name === 'done' && (
        <>
          {step.problem !== null && (
            <Banner
              tone="warn"
              title={`${conversationsOf(step.total - step.items.length)} may not be imported`}
              urgent
            >
              {step.problem} Import the same file again: what is here already is left as it is.
            </Banner>
          )}
          <Report items={step.items} labels={RESULTS} />
          <Buttons>
            <Button onClick={() => setStep({ name: 'choose', problem: null })}>Import another file</Button>
          </Buttons>
        </>
      )}
    </div>
  )
}

interface ChooseProps {
  problem: string | null
  onFile: (file: File) => void
}

function Choose({ problem, onFile }: ChooseProps) {
  const [over, setOver] = useState(false)
  const input = useId()
  const drop = (event: DragEvent) => {
    event.preventDefault()
    // The page says elsewhere that files cannot be dropped.
    event.stopPropagation()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file) onFile(file)
  }
  return (
    <>
      <p className="text-soft">
        The ZIP file or <code>conversations.json</code> of an export from Uru or ChatGPT. Nothing is imported
        before you have seen what is in it.
      </p>
      {problem !== null && (
        <Banner tone="danger" title="The file cannot be imported" urgent>
          {problem}
        </Banner>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an addition to the field in it */}
      <div
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cx(
          'grid gap-1.5 rounded-lg border border-line-strong border-dashed p-4',
          over && 'bg-accent-wash',
        )}
      >
        <label htmlFor={input} className="flex items-center gap-2 font-medium">
          <Upload aria-hidden size={16} />
          <span>
            Choose a file<span className="max-sm:hidden"> or drop it here</span>
          </span>
        </label>
        <input
          id={input}
          type="file"
          accept=".zip,.json,application/zip,application/json"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0]
            // Browsers report no change when the same file is chosen again.
            event.currentTarget.value = ''
            if (file) onFile(file)
          }}
          className="w-full rounded-md border border-line-strong bg-raised p-2 text-ink"
        />
      </div>
    </>
  )
}

interface WorkingProps {
  text: string
  progress?: ReactNode
  onStop: () => void
  stopLabel: string
}

function Working({ text, progress, onStop, stopLabel }: WorkingProps) {
  return (
    <>
      <div className="grid gap-1.5">
        <p role="status" className="flex items-center gap-2 text-soft tabular-nums [overflow-wrap:anywhere]">
          <Spinner />
          {text}
        </p>
        {progress}
      </div>
      <Buttons>
        <Button onClick={onStop}>{stopLabel}</Button>
      </Buttons>
    </>
  )
}

type Labels = Record<ImportedConversation['status'], string>

const FINDINGS: Labels = { imported: 'new', exists: 'already here', refused: 'cannot be imported' }
const RESULTS: Labels = { imported: 'imported', exists: 'already here', refused: 'not imported' }
const ORDER: readonly ImportedConversation['status'][] = ['refused', 'imported', 'exists']

interface ReportProps {
  items: ImportedConversation[]
  labels: Labels
}

/** What is in the file, with what cannot be imported first. */
function Report({ items, labels }: ReportProps) {
  const sorted = ORDER.flatMap((status) => items.filter((each) => each.status === status))
  return (
    <div className="grid gap-3">
      <p role="status" className="font-medium tabular-nums">
        {summaryOf(items, labels)}
      </p>
      {items.length > 0 && (
        <section
          aria-label="Conversations in the file"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard
          tabIndex={0}
          className="max-h-72 overflow-auto rounded-md border border-line"
        >
          <table className="w-full border-collapse text-left">
            <thead>
              <tr className="border-line border-b text-muted text-xs">
                <th className="px-3 py-2 font-medium">Conversation</th>
                <th className="px-3 py-2 text-right font-medium max-sm:hidden">Messages</th>
                <th className="px-3 py-2 font-medium">Result</th>
              </tr>
            </thead>
            <tbody>
              {sorted.slice(0, SHOWN).map((each, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a file may have the same one twice
                <tr key={index} className="border-line border-b align-top last:border-0">
                  <td className="px-3 py-2 [overflow-wrap:anywhere]">{each.title || each.source}</td>
                  <td className="px-3 py-2 text-right text-muted tabular-nums max-sm:hidden">
                    {each.messages.toLocaleString()}
                  </td>
                  <td className={cx('px-3 py-2', each.status === 'refused' && 'text-danger')}>
                    <span className="block first-letter:uppercase">{labels[each.status]}</span>
                    {each.problem !== undefined && <span className="block text-xs">{each.problem}</span>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {items.length > SHOWN && (
        <p className="text-muted text-xs">
          The first {SHOWN} are shown, those that cannot be imported first.
        </p>
      )}
    </div>
  )
}

function Buttons({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap justify-end gap-2">{children}</div>
}

function countOf(items: ImportedConversation[], status: ImportedConversation['status']): number {
  return items.filter((each) => each.status === status).length
}

function conversationsOf(count: number): string {
  return count === 1 ? '1 conversation' : `${count.toLocaleString()} conversations`
}

function summaryOf(items: ImportedConversation[], labels: Labels): string {
  if (items.length === 0) return 'There are no conversations in the file.'
  const counts = (['imported', 'exists', 'refused'] as const)
    .map((status) => [labels[status], countOf(items, status)] as const)
    .filter(([, count]) => count > 0)
    .map(([label, count]) => `${count.toLocaleString()} ${label}`)
  return `${conversationsOf(items.length)}: ${counts.join(', ')}`
}

function reasonOf(error: unknown): string {
  const problem = toProblemError(error)
  if (problem.code === 'validation_failed') return problem.problem?.detail ?? problem.title
  if (problem.code === 'payload_too_large')
    return 'It is larger than 512 MB. Put only the conversations.json files of the export into a ZIP file, without pictures and sounds.'
  if (problem.code === 'rate_limited')
    return `${problem.problem?.detail ?? problem.title} Try again when it has ended.`
  return `${adviceFor(problem).title}.`
}
