/** Returns rows as a CSV file (RFC 4180). The byte order mark tells spreadsheet programs that it is in UTF-8. */
export function csvFile(rows: readonly (readonly string[])[]): Blob {
  const lines = rows.map((row) => `${row.map(quoted).join(',')}\r\n`)
  return new Blob(['\uFEFF', ...lines], { type: 'text/csv' })
}

/** Returns a value that spreadsheet programs show as text and do not calculate. */
export function notFormula(value: string): string {
  return /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
}

function quoted(value: string): string {
  return `"${value.replaceAll('"', '""')}"`
}
