// biome-ignore-all lint/suspicious/noArrayIndexKey: what stands in a text is known by its place in it
import type { Token, Tokens } from 'marked'
import { memo, type ReactNode, useMemo, useState } from 'react'
import { createBlockParser, lexBlocks } from './blocks'
import { CodeBlock } from './code-block'
import { renderInline } from './inline'
import { completeBlock } from './tentative'

type HeadingTag = 'h3' | 'h4' | 'h5' | 'h6'

export interface MarkdownProps {
  text: string
  /** The text still grows: its end is completed tentatively. */
  streaming?: boolean
}

/**
 * Markdown as React elements, never as HTML. Blocks are memoised: while text streams in, only its last block renders
 * again. The headings of the text come below the heading of the message that holds them.
 */
export function Markdown({ text, streaming = false }: MarkdownProps) {
  const [parser] = useState(createBlockParser)
  const { tokens, linked } = useMemo(() => parser.parse(text), [parser, text])
  const shown = useMemo(() => (streaming ? withTentativeEnd(tokens) : tokens), [streaming, tokens])
  const tags = useMemo(() => headingTags(shown), [shown])

  return (
    <div className="prose">
      {shown.map((token, index) => (
        <Block
          key={index}
          token={token}
          heading={tags.get(token) ?? 'h3'}
          open={streaming && index === shown.length - 1}
          linked={linked}
        />
      ))}
    </div>
  )
}

function withTentativeEnd(tokens: readonly Token[]): readonly Token[] {
  const last = tokens.findLastIndex((token) => token.type !== 'space')
  const block = tokens[last]
  if (!block) return tokens
  const completed = completeBlock(block.raw)
  if (completed === block.raw) return tokens.slice(0, last + 1)
  return [...tokens.slice(0, last), ...lexBlocks(completed).tokens]
}

/** No level is skipped on the way down, whatever level the text begins with. */
function headingTags(tokens: readonly Token[]): Map<Token, HeadingTag> {
  const tags = new Map<Token, HeadingTag>()
  const outline: number[] = []
  for (const token of tokens) {
    if (token.type !== 'heading') continue
    while (outline.length > 0 && (outline.at(-1) ?? 0) >= token.depth) outline.pop()
    outline.push(token.depth)
    tags.set(token, `h${Math.min(6, outline.length + 2)}` as HeadingTag)
  }
  return tags
}

interface BlockProps {
  token: Token
  heading: HeadingTag
  open: boolean
  linked: boolean
}

const Block = memo(function Block({ token, heading, open, linked }: BlockProps) {
  return renderBlock(token, heading, open, linked)
}, isSameBlock)

function isSameBlock(before: BlockProps, after: BlockProps): boolean {
  if (before.open !== after.open || before.heading !== after.heading || before.linked !== after.linked)
    return false
  if (before.token === after.token) return true
  return !after.linked && before.token.type === after.token.type && before.token.raw === after.token.raw
}

function renderBlock(token: Token, heading: HeadingTag, open: boolean, linked: boolean): ReactNode {
  switch (token.type) {
    case 'heading': {
      if (token.text.trim() === '') return null
      const Heading = heading
      return <Heading className={`h${token.depth}`}>{renderInline(token.tokens)}</Heading>
    }
    case 'paragraph':
      return <p>{renderInline(token.tokens)}</p>
    case 'text':
      return renderInline(token.tokens ?? [token])
    case 'code':
      return <CodeBlock code={token.text} language={languageOf(token as Tokens.Code)} open={open} />
    case 'blockquote':
      return <blockquote>{renderNested(token.tokens ?? [])}</blockquote>
    case 'list':
      return <List token={token as Tokens.List} linked={linked} />
    case 'table':
      return <Table token={token as Tokens.Table} />
    case 'hr':
      return <hr />
    case 'html':
      return <p className="whitespace-pre-wrap">{token.raw.trimEnd()}</p>
    case 'space':
    case 'def':
    case 'checkbox':
      return null
    default:
      return <p>{token.raw}</p>
  }
}

function renderNested(tokens: readonly Token[]): ReactNode {
  return tokens.map((token, index) =>
    token.type === 'heading' ? (
      <p key={index} className={`h${token.depth}`}>
        {renderInline(token.tokens)}
      </p>
    ) : (
      <Block key={index} token={token} heading="h6" open={false} linked={true} />
    ),
  )
}

function List({ token, linked }: { token: Tokens.List; linked: boolean }) {
  const items = token.items.map((item, index) => (
    <Item key={index} item={item} loose={token.loose} linked={linked} />
  ))
  if (!token.ordered) return <ul>{items}</ul>
  return <ol start={token.start === '' ? 1 : token.start}>{items}</ol>
}

interface ItemProps {
  item: Tokens.ListItem
  loose: boolean
  linked: boolean
}

const Item = memo(
  function Item({ item, loose }: ItemProps) {
    const content = item.tokens.map((token, index) =>
      loose && token.type === 'text' ? (
        <p key={index}>{renderInline(token.tokens)}</p>
      ) : (
        renderNested([token])
      ),
    )
    if (!item.task) return <li>{content}</li>
    return (
      <li className="task">
        <input
          type="checkbox"
          checked={item.checked ?? false}
          disabled
          aria-label={item.checked ? 'Done' : 'To do'}
        />
        <div>{content}</div>
      </li>
    )
  },
  (before, after) =>
    before.item === after.item ||
    (!after.linked && before.item.raw === after.item.raw && before.loose === after.loose),
)

function Table({ token }: { token: Tokens.Table }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reachable by keyboard
    <div role="group" className="table" tabIndex={0} aria-label="Table">
      <table>
        <thead>
          <tr>
            {token.header.map((cell, index) => (
              <th key={index} scope="col" className={alignment(cell.align)}>
                {renderInline(cell.tokens)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {token.rows.map((row, rowIndex) => (
            <tr key={rowIndex}>
              {row.map((cell, index) => (
                <td key={index} className={alignment(cell.align)}>
                  {renderInline(cell.tokens)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function alignment(align: Tokens.TableCell['align']): string | undefined {
  return align === 'center' || align === 'right' ? `is-${align}` : undefined
}

/** The language of a fence, once its first line is complete. */
function languageOf(token: Tokens.Code): string {
  if (!token.lang || !token.raw.includes('\n')) return ''
  return /^[\w+#.-]{1,24}/.exec(token.lang)?.[0].toLowerCase() ?? ''
}
