export interface ProgressBarProps {
  label: string
  done: number
  total: number
}

/** A bar in the colours of the theme: browsers draw theirs in green and grey as soon as it has a height. */
export function ProgressBar({ label, done, total }: ProgressBarProps) {
  return (
    <progress
      aria-label={label}
      value={done}
      max={total}
      className="block h-2 w-full appearance-none overflow-hidden rounded-full border-none bg-hover [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-hover [&::-webkit-progress-value]:bg-accent"
    />
  )
}
