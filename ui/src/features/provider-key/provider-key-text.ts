/** What copying puts around and into a text without showing it: byte order mark, zero-width and soft characters. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/g
const QUOTES = /^["'`“”‘’«»]+|["'`“”‘’«»]+$/g
const TRAILING = /[;,]+$/
/** `export NAME=`, `set NAME=`, `$env:NAME =`, `NAME: ` and `"name": ` of shells, .env, YAML and JSON files. */
const ASSIGNMENT =
  /^(?:(?:export|setx?)\s+|\$env:)?["']?[A-Za-z_][A-Za-z0-9_-]{0,63}["']?\s*[:=]\s*(?=[^\s=])/i
const SCHEME = /^bearer\s+/i
/** More layers than any real paste has: `curl -H 'Authorization: Bearer "sk-…"'` has five. */
const MAX_LAYERS = 12

/**
 * Returns the key in a pasted text: without invisible characters, white space, quotes, the variable or header that it was
 * assigned to, and `Bearer`. A text that is something else comes back trimmed, and is then refused by its shape.
 */
export function normalizeProviderKey(pasted: string): string {
  let text = pasted.replace(INVISIBLE, '').trim()
  for (let layer = 0; layer < MAX_LAYERS; layer++) {
    const inner = text
      .replace(QUOTES, '')
      .replace(TRAILING, '')
      .trim()
      .replace(/^(?:-H|--header)\s+/, '')
      .replace(ASSIGNMENT, '')
      .replace(SCHEME, '')
    if (inner === text) break
    text = inner
  }
  return text
}

/** Returns true for the key of an organisation's administrators, which manages the organisation and cannot chat. */
export function isAdminKey(key: string): boolean {
  return key.startsWith('sk-admin-')
}
