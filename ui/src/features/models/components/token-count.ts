const COUNT = new Intl.NumberFormat('en')

/** Returns a number of tokens with thousands separators. */
export function formatTokens(count: number): string {
  return COUNT.format(count)
}
