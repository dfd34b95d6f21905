// What the upstream says and the client understands: tokens that carry the moment at which they were sent.

import { createHash } from 'node:crypto'

/** Ends a token. It is nothing that JSON, SSE or Markdown cares about. */
const SEPARATOR = '\u241e'

/** Quotes, escapes, line ends and characters of two, three and four bytes, so that equal hashes prove something. */
const WORDS = ['the', 'answer', '"is"', 'né', '→', '🚀', 'a\\b', '\n', '日本', 'for\t', "it's", '&lt;', 'and']

/** @param {number} index of the token in its stream */
export function stampedToken(index) {
  return `${process.hrtime.bigint().toString(36)}~${WORDS[index % WORDS.length]}${SEPARATOR}`
}

/** Takes stamped tokens out of a text that comes in pieces of any size. */
export class TokenReader {
  #rest = ''

  /**
   * @param {string} text what came
   * @returns {number[]} when the tokens that are complete now were sent, in ms of CLOCK_MONOTONIC
   */
  read(text) {
    const all = this.#rest + text
    const sent = []
    let from = 0
    for (let end = all.indexOf(SEPARATOR); end >= 0; end = all.indexOf(SEPARATOR, from)) {
      // Doubles are exact up to 2^53 ns, which is 104 days of uptime, and good to 1 us far beyond.
      sent.push(Number.parseInt(all.slice(from, all.indexOf('~', from)), 36) / 1e6)
      from = end + SEPARATOR.length
    }
    this.#rest = all.slice(from)
    return sent
  }
}

/** Now, on the clock of the stamps, in ms. */
export function nowMs() {
  return Number(process.hrtime.bigint()) / 1e6
}

/** What two texts have in common that are the same. */
export function hashOf(text) {
  return createHash('sha256').update(text).digest('hex')
}
