// biome-ignore-all lint/suspicious/noArrayIndexKey: what stands in a text is known by its place in it
import { ExternalLink, Image } from 'lucide-react'
import type { Token, Tokens } from 'marked'
import { Fragment, type ReactNode } from 'react'
import { decodeEntities } from './entities'
import { safeUrl } from './links'

/** Inline markdown as React elements; what is not understood is shown as the text it is. */
export function renderInline(tokens: readonly Token[] | undefined): ReactNode {
  return tokens?.map((token, index) => <Fragment key={index}>{renderToken(token)}</Fragment>)
}

function renderToken(token: Token): ReactNode {
  switch (token.type) {
    case 'text':
      return token.tokens ? renderInline(token.tokens) : decodeEntities(token.text)
    case 'escape':
      return token.text
    case 'strong':
      return <strong>{renderInline(token.tokens)}</strong>
    case 'em':
      return <em>{renderInline(token.tokens)}</em>
    case 'del':
      return <del>{renderInline(token.tokens)}</del>
    case 'codespan':
      return <code>{token.text}</code>
    case 'br':
      return <br />
    case 'html':
      return /^<br\s*\/?>$/i.test(token.raw) ? <br /> : token.raw
    case 'link':
      return <SafeLink token={token as Tokens.Link} />
    case 'image':
      return <ImageChip token={token as Tokens.Image} />
    case 'checkbox':
      return null
    default:
      return token.raw
  }
}

function SafeLink({ token }: { token: Tokens.Link }) {
  const url = safeUrl(token.href)
  if (!url) return renderInline(token.tokens)
  return (
    <a href={url.href} title={url.href} target="_blank" rel="noopener noreferrer nofollow">
      {renderInline(token.tokens)}
    </a>
  )
}

/** Pictures in an answer are never fetched: the address alone could carry what was said to a stranger. */
function ImageChip({ token }: { token: Tokens.Image }) {
  const url = safeUrl(token.href)
  const label = decodeEntities(token.text) || 'Picture'
  const content = (
    <>
      <Image aria-hidden size={14} />
      <span>{label}</span>
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
      aria-label={`Open the picture “${label}” from ${url.host} in a new tab`}
    >
      {content}
    </a>
  )
}
