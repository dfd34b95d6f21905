import { FlaskConical } from 'lucide-react'

/** Says that answers come from the practice upstream. */
export function PracticeBadge() {
  return (
    <p
      title="Practice mode: answers come from a built-in stand-in, nothing is billed."
      className="mr-2 inline-flex shrink-0 items-center gap-1.5 rounded-md bg-warn-wash px-2 py-1 font-medium text-warn text-xs"
    >
      <FlaskConical aria-hidden size={14} />
      <span className="max-sm:sr-only">Practice mode</span>
      <span className="sr-only">: answers come from a built-in stand-in, nothing is billed.</span>
    </p>
  )
}
