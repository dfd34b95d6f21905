import { type Definitions, type MarkdownNode, parseBlocks } from './engine'

/** A top-level block of a document. */
export interface Block {
  readonly node: MarkdownNode
  /** Its part of the text, up to the next block. */
  readonly raw: string
}

/** Top-level blocks of one document. Blocks that did not change keep their identity from one parse to the next. */
export interface Blocks {
  readonly blocks: readonly Block[]
  /** The same for all documents that define nothing. */
  readonly definitions: Definitions
}

export interface BlockParser {
  parse(text: string): Blocks
}

const NONE: Definitions = {}
const EMPTY: Blocks = { blocks: [], definitions: NONE }
/** The line that is being typed can change the block it stands in and the one before it, never an earlier one. */
const OPEN_BLOCKS = 2

/** A parser for text that grows at its end. It reads only the last two blocks again, unless the document defines links or notes. */
export function createBlockParser(): BlockParser {
  let source = ''
  let known = EMPTY

  return {
    parse(text) {
      const next = normalise(text)
      if (next === source) return known
      known = next.startsWith(source) && known.definitions === NONE ? grow(known, next) : read(next)
      source = next
      return known
    },
  }
}

/** Reads a whole document at once. */
export function readBlocks(text: string): Blocks {
  return read(normalise(text))
}

/** Reads the end of a document again that was changed for the time being, with what the document defines. */
export function readTentative(text: string, definitions: Definitions): readonly Block[] {
  return cut(text, parseBlocks(text, definitions === NONE ? { source: text } : { ...definitions }))
}

function grow({ blocks }: Blocks, text: string): Blocks {
  const stable = blocks.slice(0, -OPEN_BLOCKS)
  const tail = text.slice(stable.reduce((length, block) => length + block.raw.length, 0))
  const { blocks: grown, definitions } = read(tail)
  return definitions === NONE ? { blocks: [...stable, ...grown], definitions } : read(text)
}

function read(text: string): Blocks {
  const definitions: Definitions = { source: text }
  const blocks = cut(text, parseBlocks(text, definitions))
  return { blocks, definitions: definitions.linked ? definitions : NONE }
}

function cut(text: string, nodes: readonly MarkdownNode[]): Block[] {
  const starts: number[] = []
  let line = 0
  let position = 0
  for (const { token } of nodes) {
    for (const target = token.map?.[0] ?? line; line < target; line++)
      position = text.indexOf('\n', position) + 1
    starts.push(position)
  }
  return nodes.map((node, index) => ({
    node,
    raw: text.slice(index === 0 ? 0 : starts[index], starts[index + 1]),
  }))
}

function normalise(text: string): string {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  return lines.includes('\0') ? lines.replaceAll('\0', '\ufffd') : lines
}
