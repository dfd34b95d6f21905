/** How long the browser may take to open the file before its address is given up. */
const OPENED_MS = 60_000

/** Has the browser save a file as a download. */
export function saveFile(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), OPENED_MS)
}
