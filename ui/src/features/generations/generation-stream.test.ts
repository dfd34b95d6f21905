import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ProblemError } from '@/shared/api/problem-error'
import type { ProblemCode } from '@/shared/api/schema'
import { followGeneration, type GenerationGate, type GenerationSource } from './generation-stream'

const delta = (id: number, text: string) => `id: ${id}\nevent: delta\ndata: ${JSON.stringify({ text })}\n\n`
const completed = (id: number) => `id: ${id}\nevent: completed\ndata: {"message":{"id":"m"}}\n\n`

/** A response whose connection breaks after its text when `broken`, and stays open in silence when `silent`. */
function stream(text: string | Uint8Array[], end: 'closed' | 'broken' | 'silent' = 'closed'): Response {
  const chunks = typeof text === 'string' ? [new TextEncoder().encode(text)] : [...text]
  return new Response(
    new ReadableStream({
      pull(controller) {
        const chunk = chunks.shift()
        if (chunk) controller.enqueue(chunk)
        else if (end === 'closed') controller.close()
        else if (end === 'broken') controller.error(new TypeError('network error'))
        else return new Promise(() => {})
        return undefined
      },
    }),
  )
}

function problem(status: number, code: ProblemCode, retryAfter?: number): ProblemError {
  return ProblemError.of({ status, code, title: code }, retryAfter)
}

function script(...answers: (Response | Error)[]) {
  return vi.fn((..._: unknown[]) => {
    const answer = answers.shift() ?? new Error('Nobody expected this request')
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
  })
}

/** A gate that is opened and closed by `set`. */
function manualGate(open = true) {
  const listeners = new Set<() => void>()
  return {
    isOpen: () => open,
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set: (value: boolean) => {
      open = value
      for (const listener of [...listeners]) listener()
    },
    listeners,
  }
}

function follow(
  start: ReturnType<typeof script> | null,
  resume: ReturnType<typeof script>,
  gate: GenerationGate = manualGate(),
) {
  const log: string[] = []
  const abort = new AbortController()
  let text = ''
  const source: GenerationSource = { start, resume }
  const end = followGeneration(
    source,
    {
      accepted: () => log.push('accepted'),
      connection: (state) => log.push(state),
      event: (event) => {
        if (event.event === 'delta') text += event.data.text
        else log.push(event.event)
      },
    },
    gate,
    abort.signal,
  )
  end.catch(() => {})
  return { end, log, abort, text: () => text }
}

const noRequest = () => script()

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

test('follows a generation from its start to its final event', async () => {
  const { end, log, text } = follow(script(stream(delta(1, 'a') + delta(2, 'b') + completed(3))), noRequest())

  await expect(end).resolves.toBe('finished')
  expect(text()).toBe('ab')
  expect(log).toEqual(['accepted', 'open', 'completed'])
})

test('keeps characters whole that the network cut into bytes', async () => {
  const bytes = new TextEncoder().encode(delta(1, 'né 🜁 汉') + completed(2))
  const { end, text } = follow(script(stream(Array.from(bytes, (byte) => Uint8Array.of(byte)))), noRequest())

  await end
  expect(text()).toBe('né 🜁 汉')
})

test.each(['closed', 'broken'] as const)(
  'resumes after the last event when the stream is %s early',
  async (cut) => {
    const resume = script(stream(delta(2, 'b') + delta(3, 'c') + completed(4)))
    const { end, log, text } = follow(script(stream(delta(1, 'a') + delta(2, 'b'), cut)), resume)

    await vi.advanceTimersByTimeAsync(500)
    await expect(end).resolves.toBe('finished')
    expect(resume).toHaveBeenCalledWith('2', expect.anything())
    expect(text()).toBe('abc')
    expect(log).toEqual(['accepted', 'open', 'reconnecting', 'open', 'completed'])
  },
)

test('has no connection while the gate is closed, and goes on where it was', async () => {
  const gate = manualGate()
  const resume = script(stream(delta(2, 'b') + completed(3)))
  const first = stream(delta(1, 'a'), 'silent')
  const { end, log, text } = follow(script(first), resume, gate)
  await vi.advanceTimersByTimeAsync(0)
  expect(text()).toBe('a')

  gate.set(false)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(resume).not.toHaveBeenCalled()
  expect(log).toEqual(['accepted', 'open'])

  gate.set(true)
  await expect(end).resolves.toBe('finished')
  expect(resume).toHaveBeenCalledWith('1', expect.anything())
  expect(text()).toBe('ab')
  expect(gate.listeners.size).toBe(0)
})

test('sends a question although the gate is closed', async () => {
  const gate = manualGate(false)
  const { log, abort, end } = follow(script(stream(delta(1, 'a'), 'silent')), noRequest(), gate)

  await vi.advanceTimersByTimeAsync(0)
  expect(log).toEqual(['accepted', 'open'])
  abort.abort()
  await expect(end).rejects.toThrow()
  expect(gate.listeners.size).toBe(0)
})

test('takes a connection for lost that is silent for 45 seconds', async () => {
  const resume = script(stream(completed(2)))
  const { end, log } = follow(script(stream(delta(1, 'a'), 'silent')), resume)

  await vi.advanceTimersByTimeAsync(44_000)
  expect(log).not.toContain('reconnecting')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(log).toContain('reconnecting')
  await vi.advanceTimersByTimeAsync(500)
  await expect(end).resolves.toBe('finished')
})

test('waits longer after every failure, and for ever tries again once the server has accepted', async () => {
  const lost = Array.from({ length: 9 }, () => ProblemError.networkUnreachable())
  const resume = script(...lost, stream(completed(2)))
  const { end } = follow(script(stream(delta(1, 'a'), 'broken')), resume)

  const attempts = [500, 1000, 2000, 4000, 8000, 8000]
  for (const [index, pause] of attempts.entries()) {
    await vi.advanceTimersByTimeAsync(pause - 1)
    expect(resume).toHaveBeenCalledTimes(index)
    await vi.advanceTimersByTimeAsync(1)
    expect(resume).toHaveBeenCalledTimes(index + 1)
  }
  await vi.advanceTimersByTimeAsync(32_000)
  await expect(end).resolves.toBe('finished')
})

test('tries at once when the network is back', async () => {
  const resume = script(ProblemError.networkUnreachable(), stream(completed(2)))
  const { end } = follow(script(stream(delta(1, 'a'), 'broken')), resume)
  await vi.advanceTimersByTimeAsync(500)

  window.dispatchEvent(new Event('online'))
  await expect(end).resolves.toBe('finished')
})

test('sends the start again when its answer got lost', async () => {
  const start = script(
    ProblemError.networkUnreachable(),
    new ProblemError({ code: 'unexpected_response', status: 502, title: 'Bad gateway' }),
    stream(delta(1, 'a') + completed(2)),
  )
  const { end, log, text } = follow(start, noRequest())

  await vi.advanceTimersByTimeAsync(1500)
  await expect(end).resolves.toBe('finished')
  expect(text()).toBe('a')
  expect(log).toEqual(['reconnecting', 'reconnecting', 'accepted', 'open', 'completed'])
})

test('gives a start up that never got an answer', async () => {
  const start = script(...Array.from({ length: 6 }, () => ProblemError.networkUnreachable()))
  const { end } = follow(start, noRequest())

  await vi.advanceTimersByTimeAsync(15_500)
  await expect(end).rejects.toMatchObject({ code: 'network_unreachable' })
  expect(start).toHaveBeenCalledTimes(6)
})

test('sends the start again when a server that is about to stop asks for it', async () => {
  const start = script(
    problem(503, 'service_unavailable', 2),
    problem(503, 'service_unavailable', 2),
    stream(delta(1, 'a') + completed(2)),
  )
  const { end, log } = follow(start, noRequest())

  await vi.advanceTimersByTimeAsync(1_999)
  expect(start).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(2_001)
  await expect(end).resolves.toBe('finished')
  expect(log).toEqual(['reconnecting', 'reconnecting', 'accepted', 'open', 'completed'])
})

test('hands on that the server is not available when it stays so', async () => {
  const start = script(...Array.from({ length: 6 }, () => problem(503, 'service_unavailable', 2)))
  const { end } = follow(start, noRequest())

  await vi.advanceTimersByTimeAsync(30_000)
  await expect(end).rejects.toMatchObject({ code: 'service_unavailable' })
  expect(start).toHaveBeenCalledTimes(6)
})

test.each([
  problem(422, 'provider_key_invalid'),
  problem(429, 'provider_rate_limited', 20),
  problem(502, 'provider_unavailable'),
  problem(503, 'service_unavailable'),
])('hands on a refusal of the start: %s', async (refusal) => {
  const start = script(refusal)
  const { end } = follow(start, noRequest())

  await expect(end).rejects.toBe(refusal)
  expect(start).toHaveBeenCalledTimes(1)
})

describe('while resuming', () => {
  test('waits as long as the server asks', async () => {
    const resume = script(problem(503, 'service_unavailable', 7), stream(completed(2)))
    const { end } = follow(null, resume)

    await vi.advanceTimersByTimeAsync(6_999)
    expect(resume).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(1)
    await expect(end).resolves.toBe('finished')
  })

  test('tells when the server no longer knows the generation', async () => {
    await expect(follow(null, script(problem(404, 'not_found'))).end).resolves.toBe('vanished')
  })

  test('gives up where waiting cannot help', async () => {
    const { end } = follow(null, script(problem(403, 'forbidden')))

    await expect(end).rejects.toMatchObject({ code: 'forbidden' })
  })
})

test('ends at once when nobody wants it any more', async () => {
  const { end, abort } = follow(script(stream(delta(1, 'a'), 'broken')), noRequest())
  await vi.advanceTimersByTimeAsync(100)

  abort.abort()
  await expect(end).rejects.toMatchObject({ name: 'AbortError' })
})

test('passes over events that the contract does not know', async () => {
  const odd = 'id: 1\nevent: execute\ndata: {"code":"alert(1)"}\n\n'
  const { end, log } = follow(script(stream(odd + completed(2))), noRequest())

  await end
  expect(log).toEqual(['accepted', 'open', 'completed'])
})
