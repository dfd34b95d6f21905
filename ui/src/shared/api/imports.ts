import { sendAuthorized } from './access'
import { readWithin } from './http'
import { ProblemError } from './problem-error'

/** What became of a conversation in a file, or would become of it. */
export type ImportedConversation = {
  /** Its id in the file, or its place. */
  source: string
  title: string
  messages: number
  status: 'imported' | 'exists' | 'refused'
  conversationId?: string
  /** Why it is refused, or what of it is not imported. */
  problem?: string
}

/** A large file on a slow line. */
const UPLOAD_MS = 60 * 60_000
/** A large conversation takes some seconds. */
const SILENCE_MS = 120_000

/**
 * Sends a file of conversations, and reads what becomes of each as soon as that is known.
 *
 * @param onItems is told the next ones, in the order in which they are done
 * @throws ProblemError if the file is refused, then nothing was done; or if the connection breaks, then those that were told are imported
 * @throws DOMException AbortError when the signal was aborted; the server stops after the conversation under way
 */
export async function importConversations(
  file: File,
  dryRun: boolean,
  onItems: (items: ImportedConversation[]) => void,
  signal: AbortSignal,
): Promise<void> {
  const type = file.name.toLowerCase().endsWith('.zip') ? 'application/zip' : 'application/json'
  const response = await sendAuthorized({
    method: 'POST',
    path: `/import?dryRun=${dryRun}`,
    file: new Blob([file], { type }),
    silenceMs: UPLOAD_MS,
    signal,
  })
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  let whole = false
  const abort = () => reader?.cancel().catch(() => {})
  signal.addEventListener('abort', abort)
  try {
    while (reader) {
      const { done, value } = await readWithin(reader, SILENCE_MS)
      if (done) break
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      const items = lines.filter((line) => line.startsWith('{"source"')).map(itemOf)
      if (items.length > 0) onItems(items)
      whole ||= lines.some((line) => line.startsWith('], "counts"'))
    }
  } catch (error) {
    signal.throwIfAborted()
    throw ProblemError.networkUnreachable(error)
  } finally {
    signal.removeEventListener('abort', abort)
  }
  signal.throwIfAborted()
  if (!whole) throw ProblemError.networkUnreachable()
}

/** Each item has a line of its own; a comma follows it. */
function itemOf(line: string): ImportedConversation {
  return JSON.parse(line.replace(/,$/, ''))
}
