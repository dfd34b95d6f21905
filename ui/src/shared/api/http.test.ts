import { HttpResponse, http } from 'msw'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { withFakeServer } from '@/testing/network'
import { readJson, repeatOnTimeout, send } from './http'
import { ProblemError, toProblemError } from './problem-error'

const { network } = withFakeServer()

const answer = (response: () => Response | Promise<Response>) =>
  network.use(http.get('*/api/v1/thing', response))
/** A `fetch` whose first request gets no answer until it is aborted, and whose others get `then`. */
function deadFetch(then?: Response) {
  let requests = 0
  return vi.fn((_: unknown, { signal }: { signal: AbortSignal }) => {
    if (requests++ > 0 && then) return Promise.resolve(then)
    return new Promise<Response>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
    })
  })
}
const get = (signal?: AbortSignal) => send({ method: 'GET', path: '/thing', ...(signal && { signal }) })

test('sends JSON with the header that only our page can set, and no credentials of others', async () => {
  let seen: Request | undefined
  network.use(
    http.post('*/api/v1/thing', ({ request }) => {
      seen = request.clone()
      return HttpResponse.json({ ok: true })
    }),
  )
  const response = await send({ method: 'POST', path: '/thing', body: { a: 1 } })

  await expect(readJson(response)).resolves.toEqual({ ok: true })
  await expect(seen?.json()).resolves.toEqual({ a: 1 })
  expect(seen?.headers.get('Uru-Client')).toBe('web')
  expect(seen?.headers.get('Content-Type')).toBe('application/json')
  expect(seen?.headers.has('Authorization')).toBe(false)
})

describe('every failure is a ProblemError', () => {
  test('with all that the server says', async () => {
    const problem = {
      title: 'Too many requests',
      status: 429,
      code: 'rate_limited',
      detail: 'Ten a minute.',
      action: 'Wait.',
      errorId: 'K7Q2',
    }
    answer(() => HttpResponse.json(problem, { status: 429, headers: { 'Retry-After': '12' } }))

    const error = await get().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ProblemError)
    expect(error).toMatchObject({ ...problem, retryAfter: 12 })
  })

  test('with a date to retry after', async () => {
    const date = new Date(Date.now() + 30_000).toUTCString()
    const problem = { title: 'Away', status: 503, code: 'service_unavailable' }
    answer(() => HttpResponse.json(problem, { status: 503, headers: { 'Retry-After': date } }))

    const { retryAfter } = await get().then(
      () => new ProblemError({ ...problem, code: 'internal_error' }),
      toProblemError,
    )
    expect(retryAfter).toBeGreaterThan(25)
    expect(retryAfter).toBeLessThanOrEqual(31)
  })

  test.each([
    ['an HTML page', () => HttpResponse.html('<h1>Bad gateway</h1>', { status: 502 })],
    ['foreign JSON', () => HttpResponse.json({ error: 'x' }, { status: 502 })],
    ['nothing', () => new HttpResponse(null, { status: 502 })],
  ])('when a proxy answers with %s', async (_, response) => {
    answer(response)

    await expect(get()).rejects.toMatchObject({ code: 'unexpected_response', status: 502 })
  })

  test.each([
    [
      'redirects to its sign-in page',
      () => HttpResponse.redirect('https://gateway.example.org/sign-in', 302),
    ],
    ['shows its sign-in page', () => HttpResponse.html('<h1>Sign in</h1>')],
    ['wants a sign-in', () => HttpResponse.html('<h1>Sign in</h1>', { status: 401 })],
    ['forbids something', () => HttpResponse.html('<h1>Forbidden</h1>', { status: 403 })],
    ['wants a sign-in without a page', () => new HttpResponse(null, { status: 401 })],
    ['wants a sign-in in text', () => HttpResponse.text('Unauthorized', { status: 401 })],
    [
      'wants a sign-in in JSON of its own',
      () => HttpResponse.json({ code: 'AUTH_REQUIRED', message: 'Sign in' }, { status: 401 }),
    ],
    ['forbids something in JSON', () => HttpResponse.json({ error: 'forbidden' }, { status: 403 })],
    ['of the network wants a sign-in', () => HttpResponse.text('captive portal', { status: 511 })],
  ])('when a gateway %s: that says nothing about the session', async (_, response) => {
    answer(response)

    await expect(get()).rejects.toMatchObject({
      code: 'gateway_page',
      status: 0,
      title: 'Something between you and Uru refuses this',
      action: expect.stringContaining('Reload the page'),
    })
  })

  test('when a gateway finds a request too large', async () => {
    answer(() => HttpResponse.html('<h1>Request Entity Too Large</h1>', { status: 413 }))

    await expect(get()).rejects.toMatchObject({
      code: 'gateway_page',
      status: 413,
      action: 'Too large.',
    })
  })

  test('but for a page that is a download', async () => {
    const headers = { 'Content-Disposition': 'attachment' }
    answer(() => HttpResponse.html('<h1>Conversation</h1>', { headers }))

    expect(await get().then((response) => response.text())).toContain('Conversation')
  })

  test('when the head of a request is too large for the server, which then answers an empty 400', async () => {
    answer(() => new HttpResponse(null, { status: 400 }))

    await expect(get()).rejects.toMatchObject({
      status: 400,
      title: 'The server refused the request without a reason',
      action: expect.stringContaining('cookies'),
    })
  })

  test('when nobody answers', async () => {
    answer(() => HttpResponse.error())

    await expect(get()).rejects.toMatchObject({ code: 'network_unreachable', status: 0 })
  })

  test('when the body is not JSON', async () => {
    answer(() => HttpResponse.text('<html>'))

    await expect(get().then(readJson)).rejects.toMatchObject({ code: 'unexpected_response' })
  })

  test('even for a programming error, whose message stays out of sight', () => {
    const error = toProblemError(new TypeError('x is undefined'))

    expect(error.code).toBe('unexpected_response')
    expect(`${error.title} ${error.detail} ${error.action}`).not.toContain('undefined')
  })
})

describe('a dead connection', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  /** Returns what the pending call was rejected with after that time. */
  async function timedOut<T>(pending: Promise<T>, milliseconds: number): Promise<unknown> {
    const failure = pending.then(
      () => 'answered',
      (error: unknown) => error,
    )
    await vi.advanceTimersByTimeAsync(milliseconds)
    return failure
  }

  test('is given up 15 seconds after the request when nothing came', async () => {
    vi.useFakeTimers()
    vi.stubGlobal('fetch', deadFetch())
    let settled = false
    const pending = get().finally(() => {
      settled = true
    })
    pending.catch(() => {})
    await vi.advanceTimersByTimeAsync(14_999)
    expect(settled).toBe(false)

    await expect(timedOut(pending, 1)).resolves.toMatchObject({ code: 'network_unreachable', status: 0 })
  })

  test('does not end an answer that has begun in time', async () => {
    vi.useFakeTimers()
    const seen: AbortSignal[] = []
    vi.stubGlobal('fetch', (_: string, { signal }: { signal: AbortSignal }) => {
      seen.push(signal)
      return Promise.resolve(new Response('{}'))
    })
    await get()

    await vi.advanceTimersByTimeAsync(60_000)
    expect(seen[0]?.aborted).toBe(false)
  })

  test('does not time out an answer that has begun', async () => {
    const abort = new AbortController()
    const seen: AbortSignal[] = []
    vi.stubGlobal('fetch', (_: string, { signal }: { signal: AbortSignal }) => {
      seen.push(signal)
      return Promise.resolve(new Response('{}'))
    })
    await get(abort.signal)
    abort.abort()

    expect(seen[0]?.aborted).toBe(true)
  })

  test('is given up 15 seconds after the last piece of the body', async () => {
    vi.useFakeTimers()
    const response = new Response(
      new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{"a":')) }),
    )

    await expect(timedOut(readJson(response), 15_000)).resolves.toMatchObject({ code: 'network_unreachable' })
  })

  test('is tried again once where asking twice does no harm', async () => {
    vi.useFakeTimers()
    const fetchOnce = deadFetch(new Response('{"ok":true}'))
    vi.stubGlobal('fetch', fetchOnce)
    const answer = repeatOnTimeout(async () => readJson(await get()))
    await vi.advanceTimersByTimeAsync(15_000)

    await expect(answer).resolves.toEqual({ ok: true })
    expect(fetchOnce).toHaveBeenCalledTimes(2)
  })

  test('is not tried again when the server has refused', async () => {
    const problem = JSON.stringify({ code: 'not_found', title: 'Not found' })
    const refuse = vi.fn(() => Promise.resolve(new Response(problem, { status: 404 })))
    vi.stubGlobal('fetch', refuse)

    await expect(repeatOnTimeout(() => get())).rejects.toMatchObject({ code: 'not_found' })
    expect(refuse).toHaveBeenCalledTimes(1)
  })
})

test('an aborted request is no problem but an AbortError', async () => {
  const abort = new AbortController()
  answer(() => new Promise(() => {}))
  const pending = get(abort.signal)
  abort.abort()

  await expect(pending).rejects.toMatchObject({ name: 'AbortError' })
})
