// biome-ignore-all lint/suspicious/noArrayIndexKey: what stands in a text is known by its place in it
import { memo, type ReactNode, useMemo, useState } from 'react'
import { type Block, type Blocks, createBlockParser, readTentative } from './blocks'
import { CodeBlock } from './code-block'
import { codeOf } from './code-of'
import { contentOf, type Definitions, type MarkdownNode } from './engine'
import { Formula } from './formula'
import { Inline } from './inline'
import { Table } from './table'
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
  const document = useMemo(() => parser.parse(text), [parser, text])
  const shown = useMemo(
    () => (streaming ? withTentativeEnd(document) : document.blocks),
    [streaming, document],
  )
  const tags = useMemo(() => headingTags(shown), [shown])

  return (
    <div className="prose">
      {shown.map((block, index) => (
        <BlockView
          key={index}
          block={block}
          heading={tags[index] ?? 'h3'}
          open={streaming && index === shown.length - 1}
          definitions={document.definitions}
        />
      ))}
    </div>
  )
}

function withTentativeEnd({ blocks, definitions }: Blocks): readonly Block[] {
  const last = blocks.at(-1)
  if (!last) return blocks
  const completed = completeBlock(last.raw)
  if (completed === last.raw.trimEnd()) return blocks
  return [...blocks.slice(0, -1), ...readTentative(completed, definitions)]
}

/** No level is skipped on the way down, whatever level the text begins with. */
function headingTags(blocks: readonly Block[]): readonly (HeadingTag | undefined)[] {
  const outline: number[] = []
  return blocks.map(({ node }) => {
    if (node.type !== 'heading') return undefined
    const depth = depthOf(node)
    while (outline.length > 0 && (outline.at(-1) ?? 0) >= depth) outline.pop()
    outline.push(depth)
    return `h${Math.min(6, outline.length + 2)}` as HeadingTag
  })
}

function depthOf(node: MarkdownNode): number {
  return Number(node.token.tag.slice(1))
}

interface BlockViewProps {
  block: Block
  heading: HeadingTag
  open: boolean
  definitions: Definitions
}

const BlockView = memo(
  function BlockView({ block, heading, open, definitions }: BlockViewProps) {
    const { node } = block
    if (node.type !== 'heading') return <Part node={node} open={open} outer definitions={definitions} />
    if (contentOf(node).trim() === '') return null
    const Heading = heading
    return (
      <Heading dir="auto" className={`h${depthOf(node)}`}>
        <Inline text={contentOf(node)} definitions={definitions} />
      </Heading>
    )
  },
  (before, after) =>
    before.open === after.open &&
    before.heading === after.heading &&
    before.definitions === after.definitions &&
    (before.block === after.block || before.block.raw === after.block.raw),
)

interface PartProps {
  node: MarkdownNode
  definitions: Definitions
  /** More of it is still to come. */
  open?: boolean
  /** It stands in no other block: it finds its own direction of writing. */
  outer?: boolean
}

function Part({ node, definitions, open = false, outer = false }: PartProps): ReactNode {
  const { type, token, children } = node
  const dir = outer ? 'auto' : undefined
  const nested = () => <Parts nodes={children} definitions={definitions} />
  switch (type) {
    case 'inline':
      return <Inline text={token.content} definitions={definitions} />
    case 'written':
      return <span className="whitespace-pre-wrap">{token.content}</span>
    case 'paragraph':
      return token.hidden ? nested() : <p dir={dir}>{nested()}</p>
    case 'heading':
      return <p className={`h${depthOf(node)}`}>{nested()}</p>
    case 'fence':
    case 'code_block':
      return <CodeBlock code={codeOf(node)} language={languageOf(node)} open={open} />
    case 'formula_block':
      return <Formula tex={token.content} source={token.info} display />
    case 'blockquote':
      return <blockquote dir={dir}>{nested()}</blockquote>
    case 'bullet_list':
      return <ul dir={dir}>{nested()}</ul>
    case 'ordered_list':
      return (
        <ol dir={dir} start={Number(token.attrGet('start') ?? 1)}>
          {nested()}
        </ol>
      )
    case 'list_item':
      return <Item node={node} definitions={definitions} />
    case 'table':
      return <Table node={node} dir={dir} definitions={definitions} open={open} />
    case 'note':
      return <Note label={token.content}>{nested()}</Note>
    case 'hr':
      return <hr />
    default:
      return <p>{token.content}</p>
  }
}

function Parts({
  nodes,
  definitions,
}: {
  nodes: readonly MarkdownNode[]
  definitions: Definitions
}): ReactNode {
  return nodes.map((node, index) => <Part key={index} node={node} definitions={definitions} />)
}

function Item({ node, definitions }: { node: MarkdownNode; definitions: Definitions }) {
  const [first, ...others] = node.children
  const task = first?.type === 'paragraph' ? /^\[([ xX])\][ \t]+/.exec(contentOf(first)) : null
  if (!first || !task) {
    return (
      <li>
        <Parts nodes={node.children} definitions={definitions} />
      </li>
    )
  }
  const done = task[1] !== ' '
  const text = <Inline text={contentOf(first).slice(task[0].length)} definitions={definitions} />
  return (
    <li className="task">
      <input type="checkbox" checked={done} disabled aria-label={done ? 'Done' : 'To do'} />
      <div>
        {first.token.hidden ? text : <p>{text}</p>}
        <Parts nodes={others} definitions={definitions} />
      </div>
    </li>
  )
}

function Note({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="note" dir="auto" data-note={label} tabIndex={-1}>
      <span className="note-label">{label}</span>
      <div>{children}</div>
    </div>
  )
}

/** The language of a fence, once its first line is complete. */
function languageOf({ token }: MarkdownNode): string {
  if (token.content === '') return ''
  return /^[\w+#.-]{1,24}/.exec(token.info.trim())?.[0].toLowerCase() ?? ''
}
