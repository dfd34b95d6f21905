import { Check, ChevronDown, Copy, Download, WrapText } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { cx } from '@/components/cx'
import { IconButton } from '@/components/icon-button'
import { useCopy } from '@/components/use-copy'
import { saveFile } from '@/shared/save-file'
import { languageNamed } from './languages'
import { useHighlighted } from './use-highlighted'

/** Shorter code needs no numbers to be talked about. */
const NUMBERED_LINES = 8

export interface CodeBlockProps {
  code: string
  language: string
  /** More code is still to come. */
  open: boolean
}

export function CodeBlock({ code, language, open }: CodeBlockProps) {
  const content = useHighlighted(code, language, open)
  const [wrapped, setWrapped] = useState(false)
  const [folded, setFolded] = useState(false)
  const body = useRef<HTMLDivElement>(null)
  const { copied, copy } = useCopy()
  const { name, extension } = languageNamed(language)
  const lines = useMemo(() => code.split('\n').length, [code])
  const action =
    'touch inline-flex h-7 items-center gap-1.5 rounded-sm px-2 text-muted transition-colors hover:bg-hover hover:text-ink'

  useEffect(() => {
    const element = body.current
    if (!element) return
    // Find in page opens it; React knows `hidden` as a boolean only.
    if (folded) element.setAttribute('hidden', 'until-found')
    else element.removeAttribute('hidden')
    const unfold = () => setFolded(false)
    element.addEventListener('beforematch', unfold)
    return () => element.removeEventListener('beforematch', unfold)
  }, [folded])

  return (
    <figure
      dir="ltr"
      className={cx('code', wrapped && 'is-wrapped')}
      aria-label={language === '' ? name : `${name} code`}
    >
      <figcaption className="flex min-h-9 select-none items-center gap-1 pr-1 text-muted text-xs">
        <button
          type="button"
          aria-expanded={!folded}
          data-tip={folded ? 'Show the code' : 'Fold the code'}
          onClick={() => setFolded(!folded)}
          className="touch flex h-9 min-w-0 grow items-center gap-1 pl-3 text-start hover:text-ink"
        >
          <ChevronDown aria-hidden size={14} className={cx('transition-transform', folded && '-rotate-90')} />
          <span>{name}</span>
          {folded && <span className="tabular-nums">{`· ${lines} lines`}</span>}
        </button>
        <button type="button" className={action} aria-pressed={wrapped} onClick={() => setWrapped(!wrapped)}>
          <WrapText aria-hidden size={14} />
          <span className="max-sm:sr-only">Wrap</span>
        </button>
        {!open && (
          <IconButton
            label="Download code"
            size="small"
            icon={<Download aria-hidden size={14} />}
            onClick={() => saveFile(`code.${extension}`, new Blob([`${code}\n`], { type: 'text/plain' }))}
          />
        )}
        <button type="button" className={action} onClick={() => copy(code)}>
          {copied ? <Check aria-hidden size={14} /> : <Copy aria-hidden size={14} />}
          <span>{copied ? 'Copied' : 'Copy code'}</span>
        </button>
      </figcaption>
      <div ref={body}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: code that scrolls sideways must be reachable by keyboard */}
        <pre tabIndex={0}>
          {lines >= NUMBERED_LINES && !wrapped && <LineNumbers count={lines} />}
          <code>{content}</code>
        </pre>
      </div>
    </figure>
  )
}

function LineNumbers({ count }: { count: number }) {
  const numbers = useMemo(() => Array.from({ length: count }, (_, index) => index + 1).join('\n'), [count])
  return (
    <span aria-hidden="true" className="lines">
      {numbers}
    </span>
  )
}
