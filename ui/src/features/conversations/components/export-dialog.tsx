import { Braces, Code, Download, FileText, Hash } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { adviceFor } from '@/components/problem-advice'
import { RadioCards } from '@/components/radio-cards'
import { toast } from '@/components/toast'
import { useFeature } from '@/features/organisation/my-settings'
import { type ExportFormat, type ExportTarget, readExport } from '@/shared/api/exports'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'
import { saveFile } from '@/shared/save-file'

const FORMATS = [
  {
    value: 'markdown',
    label: 'Markdown',
    description: 'To read and edit in other programs. The versions that are shown.',
    icon: <Hash aria-hidden size={18} />,
  },
  {
    value: 'html',
    label: 'Web page',
    description: 'One file that looks good and prints well. The versions that are shown.',
    icon: <Code aria-hidden size={18} />,
  },
  {
    value: 'text',
    label: 'Plain text',
    description: 'Only the words. The versions that are shown.',
    icon: <FileText aria-hidden size={18} />,
  },
  {
    value: 'json',
    label: 'JSON',
    description: 'Everything, with all versions of all messages. For archives and programs.',
    icon: <Braces aria-hidden size={18} />,
  },
] as const

export interface ExportDialogProps {
  target: ExportTarget
  /** The title of the conversation; null for several. */
  title: string | null
  onClose: () => void
}

/** Asks for the format and saves the file; closing it ends the download. */
export function ExportDialog({ target, title, onClose }: ExportDialogProps) {
  const [format, setFormat] = useState<ExportFormat>(target.type === 'conversation' ? 'markdown' : 'json')
  const [bytes, setBytes] = useState<number | null>(null)
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const enabled = useFeature('export')
  const download = useRef<AbortController | null>(null)

  useEffect(() => () => download.current?.abort(), [])

  const start = async () => {
    download.current = new AbortController()
    const { signal } = download.current
    setProblem(null)
    setBytes(0)
    try {
      const { name, blob } = await readExport(target, format, setBytes, signal)
      saveFile(name, blob)
      toast({ text: `“${name}” was exported` })
      onClose()
    } catch (error) {
      if (!signal.aborted) setProblem(toProblemError(error))
    }
    setBytes(null)
  }

  if (!enabled) {
    return (
      <Dialog title="Export" onClose={onClose}>
        <p className="text-soft text-sm">Your organisation has switched exports off. Ask an administrator.</p>
      </Dialog>
    )
  }
  return (
    <Dialog title={headingOf(target)} onClose={onClose}>
      <p className="mb-4 text-soft text-sm">
        {title === null
          ? `Your account and ${target.type === 'everything' ? 'all your conversations' : 'the selection'} in one ZIP file. Keys are not part of it: Uru does not have them.`
          : `“${title}” as a file.`}
      </p>
      <RadioCards legend="Format" cards={FORMATS} value={format} onChange={setFormat} />
      {problem && (
        <p role="alert" className="mt-4 text-danger text-sm">
          {reasonOf(problem)}
        </p>
      )}
      <div className="mt-6 flex items-center justify-end gap-2">
        <p role="status" className="grow text-muted text-sm tabular-nums">
          {bytes !== null && (bytes === 0 ? 'The export begins…' : `${sizeOf(bytes)} so far`)}
        </p>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          look="primary"
          busy={bytes !== null}
          icon={<Download aria-hidden size={16} />}
          onClick={() => void start()}
          data-autofocus
        >
          Export
        </Button>
      </div>
    </Dialog>
  )
}

function headingOf(target: ExportTarget): string {
  if (target.type === 'conversation') return 'Export this conversation'
  if (target.type === 'everything') return 'Export everything'
  return target.ids.length === 1 ? 'Export 1 conversation' : `Export ${target.ids.length} conversations`
}

/** A size as people read it, in units of 1,000. */
function sizeOf(bytes: number): string {
  const units = ['kilobyte', 'megabyte', 'gigabyte'] as const
  let value = bytes / 1000
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return new Intl.NumberFormat(undefined, {
    style: 'unit',
    unit: units[unit],
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value)
}

function reasonOf(problem: ProblemError): string {
  const { title, text } = adviceFor(problem)
  return problem.code === 'rate_limited' ? `Not exported. ${text}` : `Not exported. ${title}.`
}
