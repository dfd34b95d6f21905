import { ExternalLink, Info, TriangleAlert } from 'lucide-react'
import { cx } from '@/components/cx'
import type { Headroom, KeyFinding, RateLimit } from '@/shared/api/schema'
import { formatDuration } from './duration'

const COUNT = new Intl.NumberFormat('en')

export interface KeyFindingsProps {
  findings: readonly KeyFinding[]
  headroom?: Headroom | null | undefined
}

/** What the check of a key has found, most important first, and how much of its rate limits is left. */
export function KeyFindings({ findings, headroom }: KeyFindingsProps) {
  const sorted = [...findings].sort((a, b) => rank(a) - rank(b))
  const meters = headroom && (headroom.requests || headroom.tokens)
  if (sorted.length === 0 && !meters) return null
  return (
    <div className="grid gap-4 rounded-lg border border-line p-4 text-sm">
      {sorted.length > 0 && (
        <ul aria-label="About this key" className="grid gap-3.5">
          {sorted.map((finding) => (
            <Finding key={`${finding.code} ${finding.title}`} finding={finding} />
          ))}
        </ul>
      )}
      {meters && (
        <div className={cx('grid gap-3', sorted.length > 0 && 'border-line border-t pt-4')}>
          {headroom.requests && <Meter name="Requests" limit={headroom.requests} />}
          {headroom.tokens && <Meter name="Tokens" limit={headroom.tokens} />}
        </div>
      )}
    </div>
  )
}

function Finding({ finding: { severity, title, detail, action, link } }: { finding: KeyFinding }) {
  const warning = severity === 'warning'
  const Icon = warning ? TriangleAlert : Info
  return (
    <li className="flex gap-2.5">
      <Icon aria-hidden size={16} className={cx('mt-0.5 shrink-0', warning ? 'text-warn' : 'text-muted')} />
      <div className="min-w-0">
        <p className="font-medium">
          {warning && <span className="sr-only">Warning: </span>}
          {title}
        </p>
        <p className="text-soft [overflow-wrap:anywhere]">
          {[detail, action].filter(Boolean).join(' ')}
          {isWebAddress(link) && (
            <>
              {' '}
              <a
                href={link}
                target="_blank"
                rel="noopener noreferrer"
                className="touch inline-flex items-center gap-1 font-medium text-accent underline-offset-4 hover:underline"
              >
                Open at {new URL(link).host}
                <span className="sr-only">: {title}</span>
                <ExternalLink aria-hidden size={13} />
              </a>
            </>
          )}
        </p>
      </div>
    </li>
  )
}

function Meter({ name, limit: { limit, remaining, resetSeconds } }: { name: string; limit: RateLimit }) {
  const share = limit > 0 ? Math.min(1, Math.max(0, remaining / limit)) : 0
  const reset =
    resetSeconds !== null && remaining < limit ? ` · full again in ${formatDuration(resetSeconds)}` : ''
  return (
    <div>
      <p className="mb-1.5 flex flex-wrap justify-between gap-x-4">
        <span className="font-medium">{name} left</span>
        <span className="text-soft tabular-nums">
          {COUNT.format(remaining)} of {COUNT.format(limit)}
          {reset}
        </span>
      </p>
      <div aria-hidden className="h-1.5 overflow-hidden rounded-full bg-selected">
        <div
          className={cx('h-full rounded-full', share < 0.1 ? 'bg-warn' : 'bg-accent')}
          style={{ width: `${share * 100}%` }}
        />
      </div>
    </div>
  )
}

function rank({ severity }: KeyFinding): number {
  return severity === 'warning' ? 0 : 1
}

/** A server's link leads to a web page or nowhere. */
function isWebAddress(link: string | null | undefined): link is string {
  return typeof link === 'string' && URL.canParse(link) && new URL(link).protocol === 'https:'
}
