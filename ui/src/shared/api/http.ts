import { ProblemError } from './problem-error'
import type { Problem } from './schema'

/** A request to the API; `path` is below `/api/v1` and already encoded. */
export type ApiRequest = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
}

const BASE_PATH = '/api/v1'

/** The server takes a request with the session cookie only from a page that could set this header (CSRF). */
const CLIENT_HEADER = { 'Uru-Client': 'web' }

/**
 * Sends a request and gives the successful response with its body unread.
 *
 * @throws ProblemError for every answer that is not 2xx and where no answer came
 * @throws DOMException AbortError when the signal was aborted
 */
export async function send({ method, path, body, headers, signal }: ApiRequest): Promise<Response> {
  let response: Response
  try {
    response = await fetch(BASE_PATH + path, {
      method,
      headers: {
        Accept: 'application/json',
        ...CLIENT_HEADER,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw ProblemError.networkUnreachable(error)
  }
  if (response.ok) return response
  throw await problemOf(response)
}

/** @throws ProblemError when the body is not the JSON it should be */
export async function readJson<T>(response: Response): Promise<T> {
  let text: string
  try {
    text = await response.text()
  } catch (error) {
    throw ProblemError.networkUnreachable(error)
  }
  try {
    return JSON.parse(text) as T
  } catch (error) {
    throw unexpected(response.status, error)
  }
}

async function problemOf(response: Response): Promise<ProblemError> {
  const body = await response
    .json()
    .then((json: unknown) => json)
    .catch(() => undefined)
  if (!isProblem(body)) return unexpected(response.status)
  return ProblemError.of({ ...body, status: response.status }, retryAfterOf(response))
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string'
}

function retryAfterOf(response: Response): number | undefined {
  const header = response.headers.get('Retry-After')
  if (header === null) return undefined
  const seconds = Number(header)
  if (Number.isFinite(seconds)) return Math.max(0, seconds)
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - Date.now()) / 1000))
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
