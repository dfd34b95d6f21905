import { sendAuthorized } from './access'
import { readWithin } from './http'
import { ProblemError } from './problem-error'

export type ExportFormat = 'markdown' | 'html' | 'text' | 'json'

/** One conversation, some of them, or everything that the account has. */
export type ExportTarget =
  | { type: 'conversation'; id: string }
  | { type: 'selection'; ids: string[] }
  | { type: 'everything' }

/** A pause of this length in the middle of a file means that its connection is dead. */
const SILENCE_MS = 30_000

/**
 * Reads an export.
 *
 * @param onProgress is told how many bytes have come
 * @returns the whole file
 * @throws ProblemError if the server refuses, or the connection breaks
 * @throws DOMException AbortError when the signal was aborted
 */
export async function readExport(
  target: ExportTarget,
  format: ExportFormat,
  onProgress: (bytes: number) => void,
  signal: AbortSignal,
): Promise<{ name: string; blob: Blob }> {
  const response = await sendAuthorized({
    ...(target.type === 'selection'
      ? { method: 'POST', body: { conversations: target.ids } }
      : { method: 'GET' }),
    path: `${pathOf(target)}?${new URLSearchParams({ format, timeZone: timeZone() })}`,
    headers: { Accept: '*/*' },
    signal,
  })
  const parts = await readParts(response, onProgress, signal)
  const type = response.headers.get('Content-Type') ?? ''
  const blob = new Blob(parts, { type })
  if (!(await isWhole(blob, target, format))) throw ProblemError.networkUnreachable()
  return { name: nameOf(response), blob }
}

/** What the last bytes of a file contain. A server that fails in the middle of one can only leave them out. */
const ENDINGS: Record<ExportFormat, string> = {
  markdown: '_End of the conversation._',
  html: '</html>',
  text: 'End of the conversation.',
  json: '\n}',
}
/** Begins the last record of a ZIP file. */
const ZIP_ENDING = 'PK\x05\x06'
const ENDING_BYTES = 40

async function isWhole(blob: Blob, target: ExportTarget, format: ExportFormat): Promise<boolean> {
  const ending = await blob.slice(-ENDING_BYTES).text()
  return ending.includes(target.type === 'conversation' ? ENDINGS[format] : ZIP_ENDING)
}

async function readParts(
  response: Response,
  onProgress: (bytes: number) => void,
  signal: AbortSignal,
): Promise<BlobPart[]> {
  const reader = response.body?.getReader()
  const parts: BlobPart[] = []
  let bytes = 0
  signal.addEventListener('abort', () => reader?.cancel().catch(() => {}))
  try {
    while (reader) {
      const { done, value } = await readWithin(reader, SILENCE_MS)
      if (done) break
      parts.push(value as BlobPart)
      bytes += value.length
      onProgress(bytes)
    }
  } catch (error) {
    signal.throwIfAborted()
    throw ProblemError.networkUnreachable(error)
  }
  signal.throwIfAborted()
  return parts
}

function pathOf(target: ExportTarget): string {
  return target.type === 'conversation'
    ? `/conversations/${encodeURIComponent(target.id)}/export`
    : '/me/export'
}

function timeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
}

/** The name in RFC 6266's `filename*`, which Uru always sends. */
function nameOf(response: Response): string {
  const [, encoded] =
    /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('Content-Disposition') ?? '') ?? []
  return encoded === undefined ? 'export' : decodeURIComponent(encoded)
}
