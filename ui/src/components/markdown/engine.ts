import MarkdownIt, { type Env, type StateBlock, type StateInline, type Token } from 'markdown-it'
import cjkFriendly from 'markdown-it-cjk-friendly'
import { formulaAt, LONGEST_FORMULA } from './formula-syntax'

/** What a document defines, and what its blocks are read with. */
export interface Definitions extends Env {
  /** The whole text, in which a definition looks for its use. */
  source?: string
  /** The document defines links or named notes: then any block may change with any other. */
  linked?: boolean
  /** Labels of the footnotes. */
  notes?: Set<string>
}

/** A part of a document: a block, or markup within a line. */
export interface MarkdownNode {
  /** Name of the token, without `_open`. */
  readonly type: string
  readonly token: Token
  readonly children: readonly MarkdownNode[]
}

const MAX_NESTING = 100
/**
 * Longer text within one block is shown as it was written from here on. Nobody writes such paragraphs; a model that repeats itself
 * does, and markup in them would hold up the page.
 */
const LONGEST_INLINE = 10_000

const markdown = new MarkdownIt({ html: false, linkify: true, maxNesting: MAX_NESTING }).use(cjkFriendly)

// Addresses that begin with "www." have no scheme; all other names with a dot may be files.
markdown.linkify.add('www.', {
  validate: (text, position, self) => {
    const scheme = '//www.'
    const length = self.testSchemaAt(scheme + text.slice(position), 'http:', 0)
    return Math.max(0, length - scheme.length)
  },
  normalize: (match) => {
    match.url = `http://${match.url}`
  },
})

markdown.inline.ruler.before('escape', 'formula', (state, silent) => {
  const found = formulaAt(state.src, state.pos)
  if (!found || found.end > state.posMax) return false
  if (!silent) addFormula(state, 'formula', found.tex, found.display, state.src.slice(state.pos, found.end))
  state.pos = found.end
  return true
})

markdown.inline.ruler.before('link', 'note_ref', (state, silent) => {
  const match =
    state.src.charAt(state.pos) === '[' &&
    /^\[\^([^\]\s]{1,40})\]/.exec(state.src.slice(state.pos, state.pos + 44))
  const label = match ? match[1] : undefined
  if (!match || label === undefined || !isNote(label, state.env)) return false
  if (!silent) state.push('note_ref', '', 0).content = label
  state.pos += match[0].length
  return true
})

markdown.inline.ruler.before('autolink', 'break_tag', (state, silent) => {
  const match =
    state.src.charAt(state.pos) === '<' && /^<br\s{0,9}\/?>/i.exec(state.src.slice(state.pos, state.pos + 14))
  if (!match) return false
  if (!silent) state.push('hardbreak', 'br', 0)
  state.pos += match[0].length
  return true
})

const INTERRUPTS = { alt: ['paragraph', 'reference', 'blockquote', 'list'] }

markdown.block.ruler.before(
  'fence',
  'formula_block',
  (state, startLine, endLine, silent) => {
    const first = lineAt(state, startLine)
    if (!first?.startsWith('$$') && !first?.startsWith('\\[')) return false
    const text = linesUntilBlank(state, startLine, endLine)
    const found = formulaAt(text, 0)
    if (!found || /^[^\S\n]*\S/.test(text.slice(found.end))) return false
    if (silent) return true
    const lines = text.slice(0, found.end).split('\n').length
    const token = addFormula(state, 'formula_block', found.tex, true, text.slice(0, found.end))
    token.map = [startLine, startLine + lines]
    state.line = startLine + lines
    return true
  },
  INTERRUPTS,
)

markdown.block.ruler.before(
  'reference',
  'note',
  (state, startLine, endLine, silent) => {
    const match = /^\[\^([^\]\s]{1,40})\]:[ \t]*/.exec(lineAt(state, startLine) ?? '')
    const label = match?.[1]
    if (!match || label === undefined) return false
    if (silent) return true
    define(label, state.env)
    const [end, paragraphs] = bodyOfNote(state, startLine, endLine, match[0].length)
    const note = state.push('note_open', '', 1)
    note.content = label
    note.map = [startLine, end]
    for (const paragraph of paragraphs) {
      state.push('paragraph_open', 'p', 1)
      state.push('inline', '', 0).content = paragraph
      state.push('paragraph_close', 'p', -1)
    }
    state.push('note_close', '', -1)
    state.line = end
    return true
  },
  { alt: ['paragraph', 'reference'] },
)

// A definition that leads nowhere, or that nothing refers to, is a line that somebody wrote: "[Alice]: Hello".
markdown.block.ruler.before('reference', 'line_like_definition', (state, startLine, endLine, silent) => {
  const match = /^\[([^\]]+)\]:/.exec(lineAt(state, startLine) ?? '')
  const label = match?.[1]
  if (label === undefined || isDefinition(state, startLine, label)) return false
  const paragraph = state.md.block.ruler.getRules('').at(-1)
  return paragraph?.(state, startLine, endLine, silent) ?? false
})

function isDefinition(state: StateBlock, line: number, label: string): boolean {
  const env = state.env as Definitions
  if (!/^\[[^\]]+\]:[ \t]*<?(?:https?:\/\/|mailto:)/i.test(lineAt(state, line) ?? '')) return false
  env.linked = true
  const isKnown = env.references?.[state.md.utils.normalizeReference(label)] !== undefined
  return !isKnown && occurrences(env.source ?? '', `[${label}]`) > 1
}

function occurrences(text: string, part: string): number {
  return text.toLowerCase().split(part.toLowerCase(), 3).length - 1
}

function addFormula(
  state: StateInline | StateBlock,
  type: string,
  tex: string,
  display: boolean,
  source: string,
): Token {
  const token = state.push(type, '', 0)
  token.content = tex
  token.info = source
  token.meta = { display }
  return token
}

function isNote(label: string, env: Definitions): boolean {
  return /^\d{1,3}$/.test(label) || (env.notes?.has(label) ?? false)
}

function define(label: string, env: Definitions): void {
  env.notes ??= new Set()
  env.notes.add(label)
  if (!/^\d{1,3}$/.test(label)) env.linked = true
}

/** The first line of a note and those that continue it; after a blank line, only indented ones do. */
function bodyOfNote(state: StateBlock, startLine: number, endLine: number, mark: number): [number, string[]] {
  const paragraphs = [[(lineAt(state, startLine) ?? '').slice(mark)]]
  let line = startLine + 1
  for (; line < endLine; line++) {
    if (state.isEmpty(line)) {
      const next = state.skipEmptyLines(line)
      if (next >= endLine || indentAt(state, next) < 2) break
      paragraphs.push([])
      line = next
    } else if (/^\[\^[^\]\s]{1,40}\]:/.test(lineAt(state, line) ?? '')) {
      break
    }
    paragraphs.at(-1)?.push(state.getLines(line, line + 1, state.blkIndent, false).trim())
  }
  return [line, paragraphs.map((lines) => lines.join('\n'))]
}

/** A line without its indentation; null: it is indented as code is. */
function lineAt(state: StateBlock, line: number): string | null {
  if (indentAt(state, line) >= 4) return null
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line])
}

function indentAt(state: StateBlock, line: number): number {
  return (state.sCount[line] ?? 0) - state.blkIndent
}

function linesUntilBlank(state: StateBlock, startLine: number, endLine: number): string {
  let text = ''
  for (let line = startLine; line < endLine && text.length < LONGEST_FORMULA; line++) {
    if (state.isEmpty(line) || indentAt(state, line) < 0) break
    text += `${state.getLines(line, line + 1, state.blkIndent, false)}\n`
  }
  return text.trim()
}

/** The text within a heading, a paragraph or a cell. */
export function contentOf(node: MarkdownNode): string {
  return node.children[0]?.token.content ?? ''
}

/** Reads the blocks of a text. What is nested beyond reason is one paragraph of plain text. */
export function parseBlocks(text: string, definitions: Definitions): readonly MarkdownNode[] {
  const tokens: Token[] = []
  markdown.block.parse(text, markdown, definitions, tokens)
  if (tokens.some((token) => token.level >= MAX_NESTING - 1)) return [asParagraph(text)]
  return nest(tokens)
}

/** Reads the markup within a block. */
export function parseInline(text: string, definitions: Definitions): readonly MarkdownNode[] {
  const end = text.length <= LONGEST_INLINE ? text.length : lastBlankBefore(text, LONGEST_INLINE)
  const nodes = nest(markdown.parseInline(text.slice(0, end), definitions)[0]?.children ?? [])
  return end === text.length ? nodes : [...nodes, leaf('written', text.slice(end))]
}

function lastBlankBefore(text: string, limit: number): number {
  const blank = text.slice(0, limit).search(/\s\S*$/)
  return blank > 0 ? blank : limit
}

function asParagraph(text: string): MarkdownNode {
  const paragraph = new MarkdownIt.Token('paragraph_open', 'p', 1)
  paragraph.map = [0, text.split('\n').length]
  return { type: 'paragraph', token: paragraph, children: [leaf('written', text)] }
}

function leaf(type: string, content: string): MarkdownNode {
  const token = new MarkdownIt.Token(type, '', 0)
  token.content = content
  return { type, token, children: [] }
}

function nest(tokens: readonly Token[]): MarkdownNode[] {
  const root: MarkdownNode[] = []
  const open = [root]
  for (const token of tokens) {
    if (token.nesting < 0) {
      open.pop()
      continue
    }
    const children: MarkdownNode[] = []
    open.at(-1)?.push({ type: token.type.replace(/_open$/, ''), token, children })
    if (token.nesting > 0) open.push(children)
  }
  return root
}
