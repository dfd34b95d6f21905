import { withTimeLimit } from '@/shared/time-limit'
import { ProblemError } from './problem-error'
import type { Problem } from './schema'

/** A request to the API; `path` is below `/api/v1` and already encoded. */
export type ApiRequest = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  body?: unknown
  /** Sent as it is in place of a JSON body, with its own media type. */
  file?: Blob
  /** How long the server may take until it begins to answer, in place of 15 s. */
  silenceMs?: number
  headers?: Record<string, string>
  signal?: AbortSignal
}

const BASE_PATH = '/api/v1'
/** Dead connections (NAT, VPN, sleep) report nothing: what has not begun to answer by then, or pauses for so long, is given up. */
const SILENCE_MS = 15_000

/** What a gateway refuses in any form: with our own problem document, the refusal would be Uru's. */
const GATEWAY_STATUS = new Set([401, 403, 407, 413, 511])

/** The server takes a request with the session cookie only from a page that could set this header (CSRF). */
const CLIENT_HEADER = { 'Uru-Client': 'web' }

/**
 * Sends a request and gives the successful response with its body unread, within 15 s unless the request says otherwise.
 *
 * @throws ProblemError for every answer that is not 2xx and where no answer came
 * @throws DOMException AbortError when the signal was aborted
 */
export async function send({
  method,
  path,
  body,
  file,
  silenceMs,
  headers,
  signal,
}: ApiRequest): Promise<Response> {
  let response: Response
  try {
    response = await withTimeLimit(
      silenceMs ?? SILENCE_MS,
      (limited) =>
        fetch(BASE_PATH + path, {
          method,
          headers: {
            Accept: 'application/json',
            ...CLIENT_HEADER,
            ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
            ...(file === undefined ? {} : { 'Content-Type': file.type }),
            ...headers,
          },
          credentials: 'same-origin',
          cache: 'no-store',
          redirect: 'manual',
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          ...(file === undefined ? {} : { body: file }),
          signal: limited,
        }),
      signal,
    )
  } catch (error) {
    if (signal?.aborted) throw error
    throw ProblemError.networkUnreachable(error)
  }
  if (isForeignPage(response)) throw foreign(response.status)
  if (response.ok) return response
  throw await problemOf(response)
}

/** Uru redirects no request and sends pages only as downloads: this one is of a gateway that wants a sign-in, or forbids something. */
function isForeignPage({ ok, status, headers }: Response): boolean {
  const isRedirect = !ok && status < 400
  const isPage = /^text.html/.test(headers.get('Content-Type') ?? '') && !headers.has('Content-Disposition')
  return isRedirect || (isPage && status < 500)
}

/** Asks once more where no answer came in time: the next request uses another connection. Only for what may be asked twice. */
export async function repeatOnTimeout<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    const late =
      error instanceof ProblemError &&
      error.cause instanceof DOMException &&
      error.cause.name === 'TimeoutError'
    if (!late) throw error
    return ask()
  }
}

/** @throws ProblemError when the body is not the JSON it should be, or stays away for 15 s */
export async function readJson<T>(response: Response): Promise<T> {
  let text: string
  try {
    text = await textOf(response)
  } catch (error) {
    throw ProblemError.networkUnreachable(error)
  }
  try {
    return JSON.parse(text) as T
  } catch (error) {
    throw unexpected(response.status, error)
  }
}

async function textOf(response: Response): Promise<string> {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  while (reader) {
    const { done, value } = await readWithin(reader, SILENCE_MS)
    if (done) break
    text += decoder.decode(value, { stream: true })
  }
  return text + decoder.decode()
}

/** Reads the next piece of a body; cancels the body and rejects when none comes in time. */
export function readWithin(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  milliseconds: number,
): Promise<ReadableStreamReadResult<Uint8Array>> {
  return withTimeLimit(
    milliseconds,
    (limited) =>
      new Promise((resolve, reject) => {
        limited.addEventListener('abort', () => {
          reject(limited.reason)
          reader.cancel().catch(() => {})
        })
        reader.read().then(resolve, reject)
      }),
  )
}

async function problemOf(response: Response): Promise<ProblemError> {
  const body = await textOf(response)
    .then((text): unknown => JSON.parse(text))
    .catch(() => undefined)
  if (isProblem(body)) return ProblemError.of({ ...body, status: response.status }, retryAfterOf(response))
  if (GATEWAY_STATUS.has(response.status)) return foreign(response.status)
  return response.status === 400 ? refusedUnread() : unexpected(response.status)
}

function isProblem(body: unknown): body is Problem {
  if (typeof body !== 'object' || body === null || !('code' in body) || !('title' in body)) return false
  return typeof body.code === 'string' && typeof body.title === 'string'
}

function retryAfterOf(response: Response): number | undefined {
  const header = response.headers.get('Retry-After')
  if (header === null) return undefined
  const seconds = Number(header)
  if (Number.isFinite(seconds)) return Math.max(0, seconds)
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - Date.now()) / 1000))
}

/** The server, or a proxy, refuses a request whose header fields are too large before Uru sees it. */
function refusedUnread(): ProblemError {
  return new ProblemError({
    code: 'unexpected_response',
    status: 400,
    title: 'The server refused the request without a reason',
    detail: 'Most often the cookies of this site are too large.',
    action: 'Delete the cookies of this site, then sign in again.',
  })
}

/** The refusal of a gateway. Has no status but 413, because it says nothing about the session. */
export function foreign(status: number): ProblemError {
  const tooLarge = status === 413
  return new ProblemError({
    code: 'gateway_page',
    status: tooLarge ? status : 0,
    title: 'Something between you and Uru refuses this',
    action: tooLarge ? 'Too large.' : 'Reload the page to sign in there: your text is kept.',
  })
}

function unexpected(status: number, cause?: unknown): ProblemError {
  return new ProblemError(
    {
      code: 'unexpected_response',
      status,
      title: 'The server gave an answer that Uru does not understand',
      detail: `HTTP status ${status}.`,
      action: 'Try again in a moment.',
    },
    { cause },
  )
}
