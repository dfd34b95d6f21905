import { cx } from '@/components/cx'
import { Link } from '@/components/link'

const PAGES = [
  { section: 'users', label: 'People' },
  { section: 'usage', label: 'Usage' },
  { section: 'settings', label: 'Settings' },
] as const

/** The pages of the administration, in the place of the heading of each. */
export function AdministrationNav({ current }: { current: (typeof PAGES)[number]['section'] }) {
  return (
    <>
      <h1 className="sr-only">{PAGES.find(({ section }) => section === current)?.label}</h1>
      <nav aria-label="Administration" className="flex min-w-0 grow gap-1 overflow-x-auto max-sm:gap-0">
        {PAGES.map(({ section, label }) => (
          <Link
            key={section}
            href={`/admin/${section}`}
            aria-current={section === current ? 'page' : undefined}
            className={cx(
              'touch relative inline-flex h-9 items-center rounded-md px-2.5 font-semibold transition-colors max-sm:px-1.5 max-sm:text-sm',
              section === current ? 'bg-selected text-ink' : 'text-soft hover:bg-hover',
            )}
          >
            {label}
          </Link>
        ))}
      </nav>
    </>
  )
}
