const SAFE_PROTOCOLS = new Set(['http:', 'https:', 'mailto:'])

/** The absolute address of a link that may be followed, or null. The URL parser sees through tabs and line breaks. */
export function safeUrl(href: string): URL | null {
  try {
    const url = new URL(href)
    return SAFE_PROTOCOLS.has(url.protocol) ? url : null
  } catch {
    return null
  }
}
