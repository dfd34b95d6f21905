import { formulaAt, openFormula } from './formula-syntax'

/*
 * While an answer streams, its end is cut in mid-syntax. Shown as it is, "**bo" flashes two stars before it turns
 * bold and "[label](https://ex" shows an address. These functions guess the end the writer is heading for; the guess
 * is only ever shown, never stored, and the finished text is parsed as it is.
 */

const MARKER_ONLY = /^[ \t>]*(?:[-*+]|[-*_]{2,}|\d{1,9}[.)]?|#{1,6}|=+|~{1,2}|`{1,2}|\||\[|>)?[ \t]*$/
const LEAF_START = /^(?:[ \t>]*(?:[-*+]|\d{1,9}[.)]|#{1,6})[ \t]+(?:\[[ xX]\][ \t]+)?)+/
const TABLE_HEADER = /^ {0,3}\|.*$/

/** Longer text at the end of a block is left as it is: what is read of it ends earlier. */
const LONGEST_LEAF = 10_000

/** Completes the last block of a growing document. Blanks at its end are dropped, and a formula that has no end yet. */
export function completeBlock(source: string): string {
  const raw = source.trimEnd()
  if (isOpenFence(raw)) return withoutPartialFence(raw)
  const text = withoutPartialLine(withoutPartialFormula(raw))
  const table = completeTable(text)
  if (table !== null) return table
  const start = startOfLeaf(text)
  if (text.length - start > LONGEST_LEAF) return text
  return text.slice(0, start) + completeInline(text.slice(start))
}

function withoutPartialFormula(raw: string): string {
  const open = openFormula(raw)
  return open < 0 ? raw : raw.slice(0, open).trimEnd()
}

function isOpenFence(raw: string): boolean {
  const opening = /^ {0,3}(`{3,}|~{3,})/.exec(raw)?.[1]
  if (!opening) return false
  const closing = new RegExp(`\\n {0,3}${opening[0]}{${opening.length},}[ \\t]*\\n?$`)
  return !closing.test(raw)
}

function withoutPartialFence(raw: string): string {
  return raw.replace(/\n {0,3}(?:`{1,2}|~{1,2})$/, '')
}

function withoutPartialLine(raw: string): string {
  const end = raw.lastIndexOf('\n') + 1
  const line = raw.slice(end)
  if (line === '' || !MARKER_ONLY.test(line)) return raw
  return raw.slice(0, Math.max(0, end - 1))
}

/** A header row that still waits for its delimiter row is a table already; null when this is no such case. */
function completeTable(text: string): string | null {
  const [header, delimiter, ...rest] = text.split('\n')
  if (header === undefined || rest.length > 0 || !TABLE_HEADER.test(header)) return null
  if (delimiter !== undefined && !/^[ |:-]*$/.test(delimiter)) return null
  const open = delimiter === undefined
  const cells = header.trim().replace(/^\|/, '').replace(/\|$/, '')
  const content = (open ? completeInline(cells) : cells).trim()
  const columns = content.split(/(?<!\\)\|/).length
  return `| ${content} |\n|${' --- |'.repeat(columns)}`
}

/** Where the run of inline text begins that the next token will continue. */
function startOfLeaf(text: string): number {
  const line = text.lastIndexOf('\n') + 1
  if (/^ {0,3}\|/.test(text.slice(line))) return text.lastIndexOf('|') + 1
  let end = text.length
  while (end >= 0) {
    const start = text.lastIndexOf('\n', end - 1) + 1
    const content = text.slice(start, end)
    const marker = LEAF_START.exec(content)
    if (marker) return start + marker[0].length
    if (content.trim() === '') return end
    if (start === 0) return 0
    end = start - 1
  }
  return 0
}

interface Opened {
  readonly mark: string
  readonly end: number
}

/** Closes emphasis and code that are open, and takes back links, images and tags that are only half there. */
export function completeInline(source: string): string {
  let text = withoutPartialLink(source)
  const open: Opened[] = []
  let index = 0

  while (index < text.length) {
    const char = text.charAt(index)
    if (char === '\\' || char === '$') {
      index = formulaAt(text, index)?.end ?? index + (char === '$' ? 1 : 2)
      continue
    }
    if (char === '`') {
      const run = runLength(text, index)
      const close = findCodeEnd(text, index + run, run)
      if (close < 0) {
        const body = text.slice(index + run)
        if (body.trim() === '') {
          text = text.slice(0, index)
          break
        }
        const partial = /`+$/.exec(body)?.[0].length ?? 0
        return closeAll(text.slice(0, text.length - partial) + '`'.repeat(run), open)
      }
      index = close + run
      continue
    }
    if (char === '*' || char === '_' || char === '~') {
      const run = runLength(text, index)
      if (char !== '~' || run === 2) weigh(text, index, run, open)
      index += run
      continue
    }
    index += 1
  }
  return closeAll(text, open)
}

function weigh(text: string, index: number, run: number, open: Opened[]): void {
  const before = text.charAt(index - 1)
  const after = text.charAt(index + run)
  const mark = text.slice(index, index + run)
  const canClose = before !== '' && !/\s/.test(before)
  if (canClose && close(open, mark)) return
  const insideWord = /[\p{L}\p{N}]/u.test(before) && (mark.startsWith('_') || run === 1)
  if (after !== '' && !/\s/.test(after) && run <= 3 && !insideWord) open.push({ mark, end: index + run })
}

/** Takes the marks that this run closes off the stack; "***" closes "**" and "*". */
function close(open: Opened[], mark: string): boolean {
  const last = open.at(-1)
  if (!last || last.mark.charAt(0) !== mark.charAt(0) || last.mark.length > mark.length) return false
  open.pop()
  const rest = mark.slice(last.mark.length)
  if (rest !== '') close(open, rest)
  return true
}

function closeAll(source: string, open: readonly Opened[]): string {
  let text = source.trimEnd()
  const innermost = open.at(-1)
  const trailing = /(?<!\\)(?:\*+|_+|~+)$/.exec(text)?.[0] ?? ''
  if (trailing !== '' && (!innermost || text.length - trailing.length >= innermost.end)) {
    const closesNothing = innermost || /(?:^|\s)$/.test(text.slice(0, text.length - trailing.length))
    if (closesNothing) text = text.slice(0, text.length - trailing.length).trimEnd()
  }
  for (let index = open.length - 1; index >= 0; index--) {
    const opened = open[index]
    if (!opened) continue
    text = text.length > opened.end ? text + opened.mark : text.slice(0, opened.end - opened.mark.length)
  }
  return text
}

function withoutPartialLink(text: string): string {
  const tag = text.lastIndexOf('<')
  if (tag >= 0 && /^<(?:$|[a-zA-Z/!])[^>\n]*$/.test(text.slice(tag)) && !insideCode(text, tag)) {
    return withoutPartialLink(text.slice(0, tag))
  }
  const link = /(!?)\[([^[\]\n]*)(?:\]?|\]\([^()\s]*(?:\([^()\s]*\)?)?(?:[ \t]+"[^"\n]*"?)?)$/.exec(text)
  if (!link || insideCode(text, link.index)) return text
  if (link[2]?.startsWith('^')) return text.endsWith(']') ? text : text.slice(0, link.index)
  return text.slice(0, link.index) + (link[1] === '!' ? '' : link[2])
}

function insideCode(text: string, position: number): boolean {
  let index = 0
  while (index < position) {
    const start = text.indexOf('`', index)
    if (start < 0 || start >= position) return false
    const run = runLength(text, start)
    const close = findCodeEnd(text, start + run, run)
    if (close < 0 || close >= position) return true
    index = close + run
  }
  return false
}

function findCodeEnd(text: string, from: number, length: number): number {
  let index = text.indexOf('`', from)
  while (index >= 0) {
    const run = runLength(text, index)
    if (run === length) return index
    index = text.indexOf('`', index + run)
  }
  return -1
}

function runLength(text: string, index: number): number {
  const char = text.charAt(index)
  let end = index
  while (text.charAt(end) === char) end += 1
  return end - index
}
