import { createHash } from 'node:crypto'
import { expect } from '@playwright/test'

const URL = process.env['URU_PRACTICE_URL'] ?? 'http://127.0.0.1:8089'

const ANSWER_PATHS = ['/v1/responses', '/v1/chat/completions']

export type PracticeMessage = { role: string; content: string }

/** What the practice upstream remembers of one request. */
export type PracticeRequest = {
  path: string
  keyFingerprint: string
  model: string | null
  messages: PracticeMessage[]
  /** The input as items, without their text. */
  input: { type: string; role: string }[]
  status: number
  parameters: { max_completion_tokens?: number; max_output_tokens?: number }
  deltas: number
  state: 'open' | 'finished' | 'cut' | 'closed-by-peer'
}

/** The answers that were asked for with this key, oldest first, without titles and checks of the key. */
export async function answersAskedWith(key: string): Promise<PracticeRequest[]> {
  const response = await fetch(`${URL}/__practice/requests`)
  const { requests } = (await response.json()) as { requests: PracticeRequest[] }
  const fingerprint = createHash('sha256').update(key).digest('hex').slice(0, 16)
  return requests.filter(
    (request) =>
      request.keyFingerprint === fingerprint && ANSWER_PATHS.includes(request.path) && !isShort(request),
  )
}

/** Titles and the questions by which keys are checked may have few tokens only. */
function isShort({ parameters }: PracticeRequest): boolean {
  return (parameters.max_output_tokens ?? parameters.max_completion_tokens ?? Number.MAX_VALUE) <= 64
}

/** The latest of those answers. */
export async function latestAnswer(key: string): Promise<PracticeRequest> {
  const latest = (await answersAskedWith(key)).at(-1)
  expect(latest, 'an answer was asked for upstream').toBeDefined()
  return latest as PracticeRequest
}

/** What the practice upstream says to these messages: it says the same each time. */
export async function practiceReply(model: string, messages: PracticeMessage[]): Promise<string> {
  const response = await fetch(`${URL}/v1/chat/completions`, {
    method: 'POST',
    headers: { Authorization: 'Bearer sk-practice-fast', 'Content-Type': 'application/json' },
    body: JSON.stringify({ model, messages }),
  })
  const { choices } = (await response.json()) as { choices: { message: { content: string } }[] }
  return choices[0]?.message.content ?? ''
}
