// biome-ignore-all lint/suspicious/noArrayIndexKey: what stands in a text is known by its place in it
import { ExternalLink, Image } from 'lucide-react'
import { Fragment, memo, type ReactNode } from 'react'
import { type Definitions, type MarkdownNode, parseInline } from './engine'
import { Formula } from './formula'
import { safeUrl } from './links'

export interface InlineProps {
  text: string
  definitions: Definitions
}

/** The markup within one block as React elements; what is not understood is shown as the text it is. */
export const Inline = memo(function Inline({ text, definitions }: InlineProps) {
  return render(parseInline(text, definitions))
})

function render(nodes: readonly MarkdownNode[]): ReactNode {
  return nodes.map((node, index) => <Fragment key={index}>{renderNode(node)}</Fragment>)
}

function renderNode({ type, token, children }: MarkdownNode): ReactNode {
  switch (type) {
    case 'strong':
      return <strong>{render(children)}</strong>
    case 'em':
      return <em>{render(children)}</em>
    case 's':
      return <del>{render(children)}</del>
    case 'code_inline':
      return <code>{token.content}</code>
    case 'softbreak':
    case 'hardbreak':
      return <br />
    case 'link':
      return <SafeLink href={String(token.attrGet('href'))}>{children}</SafeLink>
    case 'image':
      return <ImageChip href={String(token.attrGet('src'))} label={token.content} />
    case 'formula':
      return <Formula tex={token.content} source={token.info} display={token.meta?.['display'] === true} />
    case 'note_ref':
      return <NoteReference label={token.content} />
    case 'written':
      return <span className="whitespace-pre-wrap">{token.content}</span>
    default:
      return token.content
  }
}

/** A link whose address cannot be followed shows it: what was written is never lost. */
function SafeLink({ href, children }: { href: string; children: readonly MarkdownNode[] }) {
  const url = safeUrl(href)
  if (!url) {
    return (
      <>
        {render(children)}
        {href !== '' && !href.startsWith('#') && <span className="text-muted"> ({href})</span>}
      </>
    )
  }
  return (
    <a href={url.href} title={url.href} target="_blank" rel="noopener noreferrer nofollow">
      {render(children)}
    </a>
  )
}

/** Pictures in an answer are never fetched: the address alone could carry what was said to a stranger. */
function ImageChip({ href, label }: { href: string; label: string }) {
  const url = safeUrl(href)
  const name = label || 'Picture'
  const content = (
    <>
      <Image aria-hidden size={14} />
      <span>{name}</span>
      {url && <span className="text-muted">{url.host || url.protocol}</span>}
      {url && <ExternalLink aria-hidden size={12} />}
    </>
  )
  const look =
    'inline-flex max-w-full items-center gap-1.5 rounded-sm border border-line bg-sunken px-2 py-0.5 text-sm'
  if (!url) return <span className={look}>{content}</span>
  return (
    <a
      href={url.href}
      title={url.href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className={look}
      aria-label={`Open the picture “${name}” from ${url.host} in a new tab`}
    >
      {content}
    </a>
  )
}

/** Leads to the note of the same text. */
function NoteReference({ label }: { label: string }) {
  return (
    <sup>
      <button
        type="button"
        aria-label={`Note ${label}`}
        className="touch px-0.5 font-medium text-accent underline-offset-2 hover:underline"
        onClick={({ currentTarget }) => {
          const notes = currentTarget.closest('.prose')?.querySelectorAll<HTMLElement>('[data-note]') ?? []
          const note = [...notes].find((each) => each.dataset['note'] === label)
          note?.scrollIntoView({ block: 'center' })
          note?.focus()
        }}
      >
        {label}
      </button>
    </sup>
  )
}
