import { Check, Copy, WrapText } from 'lucide-react'
import { useState } from 'react'
import { useCopy } from '@/components/use-copy'
import { useHighlighted } from './use-highlighted'

const NAMES: Record<string, string> = {
  bash: 'Bash',
  c: 'C',
  cpp: 'C++',
  cs: 'C#',
  csharp: 'C#',
  css: 'CSS',
  go: 'Go',
  html: 'HTML',
  java: 'Java',
  javascript: 'JavaScript',
  js: 'JavaScript',
  json: 'JSON',
  jsx: 'JSX',
  kotlin: 'Kotlin',
  php: 'PHP',
  py: 'Python',
  python: 'Python',
  ruby: 'Ruby',
  rust: 'Rust',
  sh: 'Shell',
  shell: 'Shell',
  sql: 'SQL',
  ts: 'TypeScript',
  tsx: 'TSX',
  typescript: 'TypeScript',
  xml: 'XML',
  yaml: 'YAML',
  yml: 'YAML',
}

export interface CodeBlockProps {
  code: string
  language: string
  /** More code is still to come. */
  open: boolean
}

export function CodeBlock({ code, language, open }: CodeBlockProps) {
  const content = useHighlighted(code, language, open)
  const [wrapped, setWrapped] = useState(false)
  const { copied, copy } = useCopy()
  const name = NAMES[language] ?? language
  const action =
    'touch inline-flex h-7 items-center gap-1.5 rounded-sm px-2 text-muted transition-colors hover:bg-hover hover:text-ink'

  return (
    <figure
      dir="ltr"
      className={wrapped ? 'code is-wrapped' : 'code'}
      aria-label={name === '' ? 'Code' : `${name} code`}
    >
      <figcaption className="flex h-9 items-center gap-1 pr-1 pl-4 text-xs text-muted">
        <span className="grow">{name === '' ? 'Code' : name}</span>
        <button type="button" className={action} aria-pressed={wrapped} onClick={() => setWrapped(!wrapped)}>
          <WrapText aria-hidden size={14} />
          Wrap
        </button>
        <button type="button" className={action} onClick={() => copy(code)}>
          {copied ? <Check aria-hidden size={14} /> : <Copy aria-hidden size={14} />}
          {copied ? 'Copied' : 'Copy code'}
        </button>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: code that scrolls sideways must be reachable by keyboard */}
      <pre tabIndex={0}>
        <code>{content}</code>
      </pre>
    </figure>
  )
}
