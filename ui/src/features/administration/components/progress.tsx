import { ProgressBar } from '@/components/progress-bar'

export interface ProgressProps {
  label: string
  done: number
  total: number
}

/** How far work on many people has come. */
export function Progress({ label, done, total }: ProgressProps) {
  return (
    <div className="grid gap-1.5 text-sm">
      <p role="status" className="text-soft tabular-nums">
        {label}: {done.toLocaleString()} of {total.toLocaleString()}
      </p>
      <ProgressBar label={label} done={done} total={total} />
    </div>
  )
}
