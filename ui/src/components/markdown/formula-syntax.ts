/** A formula in a text: TeX between `\(` and `\)`, `\[` and `\]`, `$$` and `$$`, or single dollars. */
export interface FormulaSource {
  readonly tex: string
  /** It stands on a line of its own. */
  readonly display: boolean
  /** Position behind its closing delimiter. */
  readonly end: number
}

/** What is longer is text: an opening delimiter must not make the parser read the whole rest of a document again and again. */
export const LONGEST_FORMULA = 4000
/** While a text streams, what follows a single dollar is withheld for at most so many characters. */
const LONGEST_WITHHELD = 160

/** Reads the formula that begins at a position, or returns null. */
export function formulaAt(text: string, start: number): FormulaSource | null {
  if (text.startsWith('\\(', start)) return delimited(text, start, '\\)', false)
  if (text.startsWith('\\[', start)) return delimited(text, start, '\\]', true)
  if (text.startsWith('$$', start)) return delimited(text, start, '$$', true)
  return text.charAt(start) === '$' ? inDollars(text, start) : null
}

function delimited(text: string, start: number, close: string, display: boolean): FormulaSource | null {
  const limit = Math.min(text.length, start + LONGEST_FORMULA)
  let index = start + 2
  // Most that open and never close are told apart by the browser's own search.
  if (!text.slice(index, limit).includes(close)) return null
  while (index < limit) {
    if (text.startsWith(close, index)) return formula(text, start + 2, index, close.length, display)
    if (text.startsWith('\n\n', index)) return null
    index += text.charAt(index) === '\\' ? 2 : 1
  }
  return null
}

/**
 * A single dollar is a currency more often than a formula: both dollars touch the formula, no letter or digit touches them from
 * outside, and an amount followed by words ("$5 or 6$") is text.
 */
function inDollars(text: string, start: number): FormulaSource | null {
  if (!mayOpen(text, start)) return null
  const limit = Math.min(text.length, start + LONGEST_FORMULA)
  let index = start + 1
  while (index < limit) {
    const char = text.charAt(index)
    if (char === '\n' || char === '`') return null
    if (char === '$') {
      if (/\s/.test(text.charAt(index - 1)) || /[\p{L}\p{N}]/u.test(asciiAt(text, index + 1))) return null
      const found = formula(text, start + 1, index, 1, false)
      return found && isAmount(found.tex) ? null : found
    }
    index += char === '\\' ? 2 : 1
  }
  return null
}

function formula(text: string, from: number, to: number, closing: number, display: boolean) {
  const tex = text.slice(from, to).trim()
  return tex === '' ? null : { tex, display, end: to + closing }
}

function mayOpen(text: string, start: number): boolean {
  return !/[A-Za-z0-9$]/.test(text.charAt(start - 1)) && /[^\s$]/.test(text.charAt(start + 1))
}

/** The character at a position, or nothing for one beyond ASCII: Chinese text has no blanks around a formula. */
function asciiAt(text: string, index: number): string {
  return text.charCodeAt(index) < 128 ? text.charAt(index) : ''
}

function isAmount(tex: string): boolean {
  return /^\d/.test(tex) && /(?:^|[\s(/])[A-Za-z]{2,}/.test(tex) && !/[\\^_={}]/.test(tex)
}

/** Returns where a formula begins that the end of the text cuts off, or -1. */
export function openFormula(text: string): number {
  let index = 0
  while (index < text.length) {
    const char = text.charAt(index)
    if (char === '`') {
      const run = /^`+/.exec(text.slice(index, index + 32))?.[0].length ?? 1
      const close = codeEnd(text, index + run, run)
      if (close < 0) return -1
      index = close
      continue
    }
    if (char !== '\\' && char !== '$') {
      index += 1
      continue
    }
    const found = formulaAt(text, index)
    if (found) index = found.end
    else if (isOpen(text, index)) return index
    else index += char === '\\' || text.charAt(index + 1) === '$' ? 2 : 1
  }
  return -1
}

function isOpen(text: string, start: number): boolean {
  const rest = text.slice(start, start + LONGEST_FORMULA)
  if (start + rest.length < text.length || rest.includes('\n\n')) return false
  if (/^(?:\\[[(]|\$\$|\\$|\$$)/.test(rest)) return true
  return rest.startsWith('$') && mayOpen(text, start) && isLikelyFormula(rest.slice(1))
}

function isLikelyFormula(rest: string): boolean {
  if (rest.length > LONGEST_WITHHELD || /[\n$`]/.test(rest)) return false
  if (!/^(?:[\\({|+=<>-]|[A-Za-z](?![A-Za-z]{2})|\d+[\^_\\=+*/a-jln-z])/.test(rest)) return false
  return rest.includes('\\') || !/[A-Za-z]{3,}\s+[A-Za-z]{3,}/.test(rest)
}

function codeEnd(text: string, from: number, run: number): number {
  const pattern = /`+/g
  pattern.lastIndex = from
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    if (match[0].length === run) return pattern.lastIndex
  }
  return -1
}
