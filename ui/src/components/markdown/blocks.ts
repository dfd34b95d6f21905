import { Lexer, type Token } from 'marked'

/** Top-level blocks of one document. Blocks that did not change keep their identity from one parse to the next. */
export interface Blocks {
  readonly tokens: readonly Token[]
  /** True when the document defines reference links: then any block may change with any other. */
  readonly linked: boolean
}

export interface BlockParser {
  parse(text: string): Blocks
}

const EMPTY: Blocks = { tokens: [], linked: false }

/**
 * A parser for text that grows at its end. It lexes only the last two blocks again: the line that is still being
 * typed can change the block it stands in and the block before it ("text" + "#" + "tag"), never an earlier one.
 */
export function createBlockParser(): BlockParser {
  let source = ''
  let blocks = EMPTY

  return {
    parse(text) {
      const next = normalise(text)
      if (next === source) return blocks
      blocks = next.startsWith(source) && !blocks.linked ? grow(blocks, next) : lexBlocks(next)
      source = next
      return blocks
    },
  }
}

/** Lexes a whole document at once. */
export function lexBlocks(text: string): Blocks {
  const tokens = lex(normalise(text))
  return { tokens, linked: tokens.some((token) => token.type === 'def') }
}

function grow(blocks: Blocks, text: string): Blocks {
  const stable = blocks.tokens.slice(0, startOfTail(blocks.tokens))
  const offset = stable.reduce((length, token) => length + token.raw.length, 0)
  const tail = lex(text.slice(offset))
  if (tail.some((token) => token.type === 'def')) return lexBlocks(text)
  return { tokens: [...stable, ...tail], linked: false }
}

function startOfTail(tokens: readonly Token[]): number {
  let open = 2
  for (let index = tokens.length - 1; index >= 0; index--) {
    if (tokens[index]?.type !== 'space') open -= 1
    if (open === 0) return index
  }
  return 0
}

function lex(text: string): Token[] {
  if (text === '') return []
  try {
    return [...new Lexer({ gfm: true }).lex(text)]
  } catch {
    // Nesting deeper than the stack is no document anybody reads: show what was written.
    return [{ type: 'paragraph', raw: text, text, tokens: [{ type: 'text', raw: text, text }] }]
  }
}

function normalise(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}
