/** Letters and punctuation with a usual spelling that Unicode does not decompose them to. */
const SPELLINGS: Readonly<Record<string, string>> = {
  ς: 'σ',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  æ: 'ae',
  œ: 'oe',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '‐': '-',
  '–': '-',
  '—': '-',
}

const SPELT = new RegExp(`[${Object.keys(SPELLINGS).join('')}]`, 'g')

/**
 * Accents, points of Arabic and Hebrew, and what is invisible. Not the marks that change a kana (U+3099, U+309A), nor the
 * vowels of Indic scripts.
 */
const DROPPED = /\p{Cf}|(?=\p{M})(?![\u3099\u309A])[\p{Script=Inherited}\p{Script=Arabic}\p{Script=Hebrew}]/gu

/**
 * Returns a test that tells whether a title has every word of the query, in any order, whatever case, accents, width and
 * Unicode normalization form either side has; null if the query has no word. The server searches by the same rule
 * (TitleSearch.java); both are tested with title-search-cases.json.
 */
export function titleSearch(query: string): ((title: string) => boolean) | null {
  const words = fold(query)
    .split(/[\s\p{Z}]+/u)
    .filter((word) => word !== '')
  if (words.length === 0) return null
  return (title) => {
    const folded = fold(title)
    return words.every((word) => folded.includes(word))
  }
}

function fold(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase()
  const plain = text.normalize('NFKD').replace(DROPPED, '')
  // Upper case in between makes ß to ss, and ı to i.
  return plain
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replace(SPELT, (found) => SPELLINGS[found] ?? found)
    .normalize('NFC')
}
