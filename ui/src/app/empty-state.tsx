import { Code, Lightbulb, ListChecks, PenLine } from 'lucide-react'
import type { ReactNode } from 'react'

const SUGGESTIONS: readonly { icon: ReactNode; title: string; text: string }[] = [
  {
    icon: <PenLine aria-hidden size={18} />,
    title: 'Rewrite something',
    text: 'Rewrite this so that it is shorter and friendlier:\n\n',
  },
  {
    icon: <Lightbulb aria-hidden size={18} />,
    title: 'Explain a subject',
    text: 'Explain to me, with one everyday comparison, how ',
  },
  {
    icon: <Code aria-hidden size={18} />,
    title: 'Work on code',
    text: 'Find the bug in this code and explain the fix:\n\n```\n\n```',
  },
  {
    icon: <ListChecks aria-hidden size={18} />,
    title: 'Make a plan',
    text: 'Make a plan in small steps for ',
  },
]

export interface EmptyStateProps {
  name: string
  onSuggestion: (text: string) => void
}

/** What stands where the first message will be. */
export function EmptyState({ name, onSuggestion }: EmptyStateProps) {
  return (
    <div className="m-auto w-full max-w-2xl">
      <h1 className="text-center font-semibold text-2xl tracking-tight">
        What shall we work on, {name.trim().split(/\s+/)[0]}?
      </h1>
      <ul aria-label="Suggestions" className="mt-8 grid gap-3 sm:grid-cols-2">
        {SUGGESTIONS.map(({ icon, title, text }) => (
          <li key={title}>
            <button
              type="button"
              onClick={() => onSuggestion(text)}
              className="flex min-h-14 w-full items-center gap-3 rounded-lg border border-line px-4 py-3 text-left text-sm transition-colors hover:bg-hover"
            >
              <span className="text-accent">{icon}</span>
              <span className="font-medium">{title}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
