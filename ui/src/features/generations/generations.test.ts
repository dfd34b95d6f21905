import { act, renderHook } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { findConversation } from '@/features/conversations/conversation-store'
import { draftOf, setDraft } from '@/features/conversations/draft-store'
import {
  findMessage,
  headOf,
  setOpenConversation,
  useTranscript,
} from '@/features/conversations/message-store'
import { lockVault, removeKey, storeKey, unlockVault } from '@/features/provider-key/vault-store'
import { currentUserId, login, logout, useSession } from '@/shared/api/session-store'
import { navigate } from '@/shared/navigation'
import { setPreferences } from '@/shared/preferences'
import { sealEarlyAndWait } from '@/testing/early-seal'
import { withFakeServer } from '@/testing/network'
import { dismissRefusal, useRefusal } from './attempts'
import { openConversation, type Question, retryRefused, startGeneration } from './generation-commands'
import { findLive, useGeneration } from './live-generations'
import { stopGeneration } from './stop'
import { useStreamingReasoning, useStreamingText } from './streaming-text'
import { listenToUserEvents } from './user-event-listener'

const KEY = 'sk-practice-0123456789'
const ADA = { email: 'ada@example.org', password: 'correct horse' }

const fake = withFakeServer()
const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000 })

function ask(text: string, conversationId: string | null = null): string {
  const parentId = conversationId === null ? null : (headOf(conversationId)?.id ?? null)
  return begin({ type: 'message', text, parentId }, conversationId)
}

function begin(question: Question, conversationId: string | null): string {
  let id = ''
  act(() => {
    id = startGeneration({ conversationId, question, model: 'gpt-4o' })
  })
  return id
}

function shown(conversationId: string) {
  return {
    transcript: renderHook(() => useTranscript(conversationId)).result.current.entries.map(
      ({ message: { role, text, status } }) => ({ role, text, status }),
    ),
    live: renderHook(() => useGeneration(conversationId)).result.current,
    refusal: renderHook(() => useRefusal(conversationId)).result.current,
  }
}

const newPageRefusal = () => renderHook(() => useRefusal(null)).result.current

const settled = (conversationId: string) => eventually(() => expect(shown(conversationId).live).toBeNull())

let hideUserEvents = () => {}

/** What a page does that has just been loaded. */
function beginPage(): void {
  hideUserEvents = listenToUserEvents(currentUserId() ?? '')
}

beforeEach(async () => {
  localStorage.clear()
  navigate('/')
  await login(ADA)
  await storeKey({ key: KEY, mode: 'tab' })
  beginPage()
})

afterEach(async () => {
  hideUserEvents()
  await removeKey().catch(() => {})
  await logout().catch(() => useSession.setState({ status: 'anonymous', user: null, expired: false }, true))
})

describe('a question in a new conversation', () => {
  test('takes the instructions of the user with it, and one in a conversation that exists does not', async () => {
    setPreferences({ instructions: 'Answer briefly.' })
    const id = ask('Hello?')
    await settled(id)
    expect(fake.server.conversation(id).systemPrompt).toBe('Answer briefly.')
    setPreferences({ instructions: 'Answer at length.' })
    ask('And now?', id)
    await settled(id)

    expect(fake.server.conversation(id).systemPrompt).toBe('Answer briefly.')
    setPreferences({ instructions: '' })
  })

  test('is on the screen at once, and its answer is when it is finished', async () => {
    const id = ask('Hello?')
    expect(shown(id)).toMatchObject({
      transcript: [
        { role: 'user', text: 'Hello?', status: 'completed' },
        { role: 'assistant', text: '', status: 'streaming' },
      ],
      live: { phase: 'sending', connection: 'open', stopping: false },
    })

    await settled(id)
    expect(shown(id).transcript[1]).toEqual({
      role: 'assistant',
      text: 'Hello **world**. This is a practice answer.',
      status: 'completed',
    })
    expect(fake.server.openedKeys).toEqual([KEY])
  })

  test('creates the conversation, which gets a title', async () => {
    const id = ask('What is a B-tree?')
    await settled(id)

    expect(findConversation(id)).toMatchObject({ title: 'What is a B-tree?', model: 'gpt-4o' })
    expect(fake.server.conversations.size).toBe(1)
  })

  test('leaves in one request, before its messages are on the screen', async () => {
    await sealEarlyAndWait()
    const requests: { path: string; live: unknown }[] = []
    const realFetch = globalThis.fetch
    const spy = vi.spyOn(globalThis, 'fetch').mockImplementation((path, init) => {
      const id = String(path).split('/').at(-2) ?? ''
      requests.push({ path: `${init?.method} ${path}`, live: findLive(id) })
      return realFetch(path, init)
    })
    const id = ask('Hello?')

    expect(requests).toEqual([{ path: `POST /api/v1/conversations/${id}/generations`, live: undefined }])
    spy.mockRestore()
    await settled(id)
  })

  test('is created by a server of an earlier version as well', async () => {
    fake.network.use(
      http.post('*/generations', async ({ request }) => {
        const body = (await request.clone().json()) as object
        if (!('conversation' in body)) return undefined
        const violations = [{ field: 'conversation', message: 'is not a known field' }]
        const problem = { title: 'Invalid', status: 400, code: 'validation_failed', violations }
        return HttpResponse.json(problem, { status: 400 })
      }),
    )
    const id = ask('Hello?')
    await settled(id)

    expect(shown(id).transcript[1]).toMatchObject({ status: 'completed' })
    expect(findConversation(id)).toMatchObject({ model: 'gpt-4o' })
  })

  test('streams its text outside the transcript', async () => {
    fake.server.paceMs = 100
    const id = ask('Hello?')
    const answerId = shown(id).live?.assistantMessageId ?? ''
    const { result } = renderHook(() => useStreamingText(answerId))

    await eventually(() => expect(result.current ?? '').toMatch(/^Hello/))
    expect(shown(id).transcript[1]?.text).toBe('')
    expect(shown(id).live?.phase).toBe('running')
    await settled(id)
    expect(result.current).toBeNull()
  })
})

test('a second question hangs below the first answer', async () => {
  const id = ask('One')
  await settled(id)
  ask('Two', id)
  await settled(id)

  expect(shown(id).transcript.map(({ text }) => text.slice(0, 5))).toEqual(['One', 'Hello', 'Two', 'Hello'])
  expect(fake.server.messages.get(id)?.map(({ parentId }) => parentId !== null)).toEqual([
    false,
    true,
    true,
    true,
  ])
})

test('regenerating adds a version of the answer and shows it', async () => {
  const id = ask('One')
  await settled(id)
  const question = findMessage(id, headOf(id)?.parentId ?? '')
  fake.server.reply = () => 'Another answer.'
  begin({ type: 'regenerate', userMessageId: question?.id ?? '' }, id)
  await settled(id)

  const { result } = renderHook(() => useTranscript(id))
  expect(result.current.entries.at(-1)).toMatchObject({
    message: { text: 'Another answer.' },
    siblingIndex: 1,
    siblingCount: 2,
  })
})

test('stopping keeps what was written and tells the server what was seen', async () => {
  fake.server.paceMs = 30
  let seenLength = -1
  fake.network.events.on('request:start', async ({ request }) => {
    if (request.url.endsWith('/stop'))
      ({ seenLength } = (await request.clone().json()) as { seenLength: number })
  })
  const id = ask('Hello?')
  await eventually(() => expect(shown(id).live?.phase).toBe('running'))
  act(() => stopGeneration(id))
  expect(shown(id).live?.stopping).toBe(true)

  await settled(id)
  expect(shown(id).transcript[1]?.status).toBe('stopped')
  expect(seenLength).toBeGreaterThanOrEqual(0)
  fake.network.events.removeAllListeners()
})

test('stopping before the server has answered takes effect as soon as it has', async () => {
  fake.server.paceMs = 30
  const id = ask('Hello?')
  act(() => stopGeneration(id))

  await settled(id)
  expect(shown(id).transcript[1]?.status).toBe('stopped')
})

describe('what another tab or device has asked', () => {
  const askElsewhere = (conversationId: string, text: string, parentId: string | null) =>
    fake.server.startGeneration(
      conversationId,
      {
        id: crypto.randomUUID(),
        assistantMessageId: crypto.randomUUID(),
        model: 'gpt-4o',
        message: { id: crypto.randomUUID(), parentId, text },
      },
      KEY,
    )

  test('appears in an open conversation, with an answer that streams', async () => {
    const id = ask('One')
    await settled(id)
    fake.server.paceMs = 20
    const { messageId } = askElsewhere(id, 'Two', headOf(id)?.id ?? null)
    const { result } = renderHook(() => useStreamingText(messageId))

    await eventually(() => expect(result.current ?? '').toMatch(/^Hello/))
    expect(shown(id).transcript.map(({ text }) => text)).toMatchObject(['One', /Hello/, 'Two', ''].map(like))
    expect(shown(id).live).toMatchObject({ assistantMessageId: messageId, phase: 'running' })
    await settled(id)
    expect(shown(id).transcript[3]).toEqual({
      role: 'assistant',
      text: 'Hello **world**. This is a practice answer.',
      status: 'completed',
    })
  })

  test('is shown where a message was edited', async () => {
    const id = ask('One')
    await settled(id)
    askElsewhere(id, 'Another one', null)

    await eventually(() => expect(shown(id).transcript[0]?.text).toBe('Another one'))
    await settled(id)
    expect(shown(id).transcript).toHaveLength(2)
  })

  test('leaves a conversation that is not open alone, and is there when it is opened', async () => {
    const id = ask('One')
    await settled(id)
    act(() => setOpenConversation(null))
    fake.server.paceMs = 50
    askElsewhere(id, 'Two', headOf(id)?.id ?? null)
    await eventually(() => expect(shown(id).live).not.toBeNull())
    await settled(id)

    await act(() => openConversation(id))
    expect(shown(id).transcript).toHaveLength(4)
  })

  test('comes before what this tab asks at the same time', async () => {
    const id = ask('One')
    await settled(id)
    const parentId = headOf(id)?.id ?? null
    fake.server.paceMs = 30
    fake.network.use(
      http.post(
        '*/generations',
        () => {
          askElsewhere(id, 'First', parentId)
        },
        { once: true },
      ),
    )
    ask('Second', id)
    await eventually(() =>
      expect(shown(id).refusal).toMatchObject({ problem: { code: 'generation_running' } }),
    )

    expect(draftOf(id)).toBe('Second')
    await eventually(() => expect(shown(id).live?.phase).toBe('running'))
    await settled(id)
    expect(shown(id).transcript.slice(2)).toMatchObject([{ text: 'First' }, { status: 'completed' }])
  })
})

function like(text: string | RegExp) {
  return typeof text === 'string' ? text : expect.stringMatching(text)
}

test('one connection brings any number of answers, without a page', async () => {
  await settled(ask('The connection is there when this is answered'))
  fake.server.paceMs = 20
  const pages = vi.fn()
  fake.network.events.on('request:start', ({ request }) => {
    if (request.url.includes('/events?after=')) pages(request.url)
  })
  const ids = ['One', 'Two', 'Three'].map((text) => ask(text))
  await eventually(() => {
    for (const id of ids) expect(shown(id).live?.phase).toBe('running')
  })

  expect(fake.server.streams).toBe(1)
  for (const id of ids) await settled(id)
  for (const id of ids) expect(shown(id).transcript[1]).toMatchObject({ status: 'completed' })
  expect(pages).not.toHaveBeenCalled()
  fake.network.events.removeAllListeners()
})

test('a failed answer says why and stays in the transcript', async () => {
  const error = { title: 'Timeout', status: 504, code: 'provider_timeout' } as const
  fake.server.reply = () => 'Par'
  fake.server.ending = () => ({ status: 'failed', error })
  const id = ask('Hello?')
  await settled(id)

  expect(shown(id).transcript[1]).toMatchObject({ text: 'Par', status: 'failed' })
  expect(headOf(id)?.error).toMatchObject({ code: 'provider_timeout' })
  expect(shown(id).refusal).toBeNull()
})

test.each([
  ['sk-practice-invalid-key', 'provider_key_invalid'],
  ['sk-practice-no-quota', 'provider_quota_exceeded'],
  ['sk-practice-busy-key', 'provider_rate_limited'],
])('an answer that OpenAI refuses at once to the key %s is a failed answer: %s', async (key, code) => {
  await storeKey({ key, mode: 'tab' })
  const id = ask('My long question')
  await settled(id)

  expect(shown(id)).toMatchObject({
    transcript: [{ text: 'My long question' }, { status: 'failed' }],
    refusal: null,
  })
  expect(headOf(id)?.error).toMatchObject({ code })
  await storeKey({ key: KEY, mode: 'tab' })
  begin({ type: 'regenerate', userMessageId: headOf(id)?.parentId ?? '' }, id)
  await settled(id)
  expect(shown(id).transcript).toMatchObject([{ text: 'My long question' }, { status: 'completed' }])
})

describe('a question that is turned down', () => {
  const turnDown = () => {
    const problem = { title: 'Slow down', status: 429, code: 'rate_limited' }
    const answer = () => HttpResponse.json(problem, { status: 429, headers: { 'Retry-After': '20' } })
    fake.network.use(http.post('*/generations', answer, { once: true }))
  }

  test('gives its text back and says why', async () => {
    turnDown()
    const id = ask('My long question')
    navigate(`/c/${id}`)
    await eventually(() => expect(newPageRefusal()).not.toBeNull())

    expect(shown(id)).toMatchObject({ transcript: [], live: null })
    expect(newPageRefusal()).toMatchObject({
      problem: { code: 'rate_limited', retryAfter: 20 },
      text: 'My long question',
    })
    expect(draftOf(null)).toBe('My long question')
    expect(window.location.pathname).toBe('/')
    expect(fake.server.conversations.size).toBe(0)
  })

  test('leaves the transcript as it was', async () => {
    const id = ask('One')
    await settled(id)
    const before = shown(id).transcript
    turnDown()
    ask('Two', id)
    await eventually(() => expect(shown(id).refusal).not.toBeNull())

    expect(shown(id).transcript).toEqual(before)
  })

  test('is put before what was typed since', async () => {
    turnDown()
    ask('First')
    setDraft(null, 'Second')
    await eventually(() => expect(newPageRefusal()).not.toBeNull())

    expect(draftOf(null)).toBe('First\n\nSecond')
  })

  test('can be sent again as it was, and then leaves the draft', async () => {
    turnDown()
    const id = ask('Again')
    await eventually(() => expect(newPageRefusal()).not.toBeNull())

    act(() => expect(retryRefused(null)).toBe(id))
    expect(draftOf(null)).toBe('')
    await settled(id)
    expect(shown(id)).toMatchObject({
      transcript: [{ text: 'Again' }, { status: 'completed' }],
    })
    expect(newPageRefusal()).toBeNull()
    expect(fake.server.messages.get(id)).toHaveLength(2)
  })

  test('can be put out of sight; the text stays', async () => {
    turnDown()
    ask('Keep me')
    await eventually(() => expect(newPageRefusal()).not.toBeNull())
    act(() => dismissRefusal(null))

    expect(newPageRefusal()).toBeNull()
    expect(draftOf(null)).toBe('Keep me')
  })

  test('because an answer is still being written is not lost either', async () => {
    fake.server.paceMs = 30
    const id = ask('One')
    ask('Too early', id)

    expect(shown(id).refusal).toMatchObject({ problem: { code: 'generation_running' } })
    expect(draftOf(id)).toBe('Too early')
    await settled(id)
    expect(shown(id).transcript).toHaveLength(2)
  })
})

test('a locked vault leaves no conversation behind, and the question is sent after unlocking', async () => {
  await storeKey({ key: KEY, mode: 'passphrase', passphrase: 'a few easy words' })
  await lockVault()
  const id = ask('Secret')
  navigate(`/c/${id}`)
  await eventually(() => expect(newPageRefusal()).toMatchObject({ problem: { code: 'vault_locked' } }))
  expect(fake.server.conversations.size).toBe(0)
  expect(draftOf(null)).toBe('Secret')
  expect(window.location.pathname).toBe('/')

  await unlockVault('a few easy words')
  act(() => expect(retryRefused(null)).toBe(id))
  await settled(id)
  expect(shown(id).transcript[0]?.text).toBe('Secret')
  expect(draftOf(null)).toBe('')
  expect(newPageRefusal()).toBeNull()
})

test('seals the key anew when the server has changed its transport key', async () => {
  const first = ask('One')
  await settled(first)
  fake.server.rotateTransportKey()
  const second = ask('Two')
  await settled(second)

  expect(shown(second)).toMatchObject({ refusal: null, transcript: [{}, { status: 'completed' }] })
})

describe('a start whose answer got lost', () => {
  let starts = 0

  beforeEach(() => {
    starts = 0
    fake.network.use(
      http.post('*/generations', async ({ request }) => {
        starts += 1
        if (starts > 1) return undefined
        fake.server.startGeneration(conversationOf(request), (await request.clone().json()) as never)
        return HttpResponse.error()
      }),
    )
  })

  test('is known to be accepted from the event stream', async () => {
    fake.server.paceMs = 200
    const id = ask('Once only')
    await eventually(() => expect(shown(id).live?.phase).toBe('running'))
    await settled(id)

    expect(starts).toBe(1)
    expect(fake.server.messages.get(id)).toHaveLength(2)
    expect(shown(id).transcript[1]).toMatchObject({ status: 'completed' })
  })

  test('is sent again where no stream tells, and is one message and one answer', async () => {
    hideUserEvents()
    const id = ask('Once only')
    await eventually(() => expect(shown(id).live?.connection).toBe('reconnecting'))
    await settled(id)

    expect(starts).toBe(2)
    expect(fake.server.messages.get(id)).toHaveLength(2)
    expect(shown(id).transcript[1]).toMatchObject({ status: 'completed' })
  })
})

describe('a question that the server has saved although it seemed refused', () => {
  beforeEach(() => hideUserEvents())

  function saveAndRefuse(isEnough: (id: string) => boolean): void {
    fake.network.use(
      http.post(
        '*/generations',
        async ({ request }) => {
          const id = conversationOf(request)
          fake.server.startGeneration(id, (await request.clone().json()) as never)
          await eventually(() => expect(isEnough(id)).toBe(true))
          return HttpResponse.text('a page of some gateway', { status: 403 })
        },
        { once: true },
      ),
    )
  }
  const isAnswered = (id: string) => fake.server.messages.get(id)?.[1]?.status === 'completed'

  test('is joined while it is being answered', async () => {
    fake.server.paceMs = 200
    saveAndRefuse(() => true)
    const id = ask('Saved')
    await eventually(() => expect(shown(id).live?.phase).toBe('running'))

    expect(newPageRefusal()).toBeNull()
    expect(draftOf(null)).toBe('')
    beginPage()
    await settled(id)
  })

  test('leaves the draft when it is seen in the list', async () => {
    saveAndRefuse(isAnswered)
    const id = ask('Saved')
    await eventually(() => expect(newPageRefusal()).not.toBeNull())
    expect(draftOf(null)).toBe('Saved')

    act(() => beginPage())
    await eventually(() => expect(newPageRefusal()).toBeNull())
    expect(draftOf(null)).toBe('')
    expect(window.location.pathname).toBe(`/c/${id}`)
    await openConversation(id)
    expect(shown(id).transcript).toMatchObject([{ text: 'Saved' }, { status: 'completed' }])
  })

  test('leaves what was typed since in the draft', async () => {
    saveAndRefuse(isAnswered)
    ask('Saved')
    await eventually(() => expect(newPageRefusal()).not.toBeNull())
    setDraft(null, 'Saved\n\nand more')

    act(() => beginPage())
    await eventually(() => expect(newPageRefusal()).toBeNull())
    expect(draftOf(null)).toBe('and more')
    expect(window.location.pathname).toBe('/')
  })
})

test('a refused question stays in the draft although its conversation was created', async () => {
  fake.network.use(
    http.post('*/generations', ({ request }) => {
      fake.server.createConversation({ id: conversationOf(request) })
      const problem = { title: 'No', status: 403, code: 'forbidden' }
      return HttpResponse.json(problem, { status: 403 })
    }),
  )
  hideUserEvents()
  const id = ask('Not saved')
  await eventually(() => expect(newPageRefusal()).not.toBeNull())

  act(() => beginPage())
  await eventually(() => expect(findConversation(id)).toBeDefined())
  expect(newPageRefusal()).not.toBeNull()
  expect(draftOf(null)).toBe('Not saved')
})

test('a conversation that was deleted elsewhere is not created again by its first question', async () => {
  const startedIn: string[] = []
  fake.network.use(
    http.post('*/generations', async ({ request }) => {
      startedIn.push(conversationOf(request))
      if (startedIn.length > 1) return undefined
      fake.server.startGeneration(conversationOf(request), (await request.clone().json()) as never)
      return HttpResponse.error()
    }),
  )
  hideUserEvents()
  const id = ask('Deleted')
  await eventually(() => expect(fake.server.messages.get(id)?.[1]?.status).toBe('completed'))
  await eventually(() => expect(shown(id).live?.connection).toBe('reconnecting'))
  act(() => beginPage())
  await eventually(() => expect(findConversation(id)).toBeDefined())
  act(() => fake.server.deleteConversation(id))
  await settled(id)
  dispatchEvent(new Event('online'))

  // The back-off ends with `online`: a repeat would have been sent before this question.
  const next = ask('Next')
  await settled(next)
  expect(startedIn).toEqual([id, next])
  expect(fake.server.conversations.has(id)).toBe(false)
})

test('a question that a stopping server refuses is asked again as it was', async () => {
  const bodies: unknown[] = []
  fake.network.use(
    http.post('*/generations', async ({ request }) => {
      bodies.push(await request.clone().json())
      if (bodies.length > 1) return undefined
      const problem = { title: 'Away', status: 503, code: 'service_unavailable' }
      return HttpResponse.json(problem, { status: 503, headers: { 'Retry-After': '1' } })
    }),
  )
  const id = ask('Patience')
  await eventually(() => expect(shown(id).live?.connection).toBe('reconnecting'))
  await settled(id)

  expect(bodies).toHaveLength(2)
  expect(bodies[1]).toEqual(bodies[0])
  expect(shown(id)).toMatchObject({
    transcript: [{ text: 'Patience' }, { status: 'completed' }],
    refusal: null,
  })
  expect(draftOf(id)).toBe('')
})

test('a lost connection says so and goes on without gap or repeat', async () => {
  fake.server.reply = () => 'one two three four five'
  fake.server.paceMs = 400
  const id = ask('Count')
  const answerId = shown(id).live?.assistantMessageId ?? ''
  const { result } = renderHook(() => useStreamingText(answerId))
  await eventually(() => expect(result.current ?? '').toMatch(/^one/))
  act(() => fake.server.closeStreams())
  await eventually(() => expect(shown(id).live?.connection).toBe('reconnecting'))
  await eventually(() => expect(shown(id).live?.connection).not.toBe('reconnecting'))
  await settled(id)

  expect(shown(id).transcript[1]).toMatchObject({ text: 'one two three four five', status: 'completed' })
})

describe('the reasoning of an answer', () => {
  const SUMMARY = 'First I weigh both sides, then I choose.'
  const reasoningOfAnswer = (id: string) => headOf(id)?.parts?.filter(({ type }) => type === 'reasoning')

  beforeEach(() => {
    fake.server.reasoning = () => SUMMARY
  })

  test('streams beside the text and stays with the message', async () => {
    fake.server.paceMs = 100
    const id = ask('Hello?')
    const answerId = shown(id).live?.assistantMessageId ?? ''
    const { result } = renderHook(() => [useStreamingReasoning(answerId), useStreamingText(answerId)])

    await eventually(() => expect(result.current[0]).toMatch(/^First I/))
    expect(result.current[1]).toBe('')
    await settled(id)
    expect(reasoningOfAnswer(id)).toMatchObject([{ summary: SUMMARY }])
    expect(headOf(id)?.text).toBe('Hello **world**. This is a practice answer.')
  })

  test('goes on without gap or repeat after a lost connection', async () => {
    fake.server.paceMs = 50
    const id = ask('Hello?')
    const answerId = shown(id).live?.assistantMessageId ?? ''
    const received: string[] = []
    renderHook(() => received.push(useStreamingReasoning(answerId) ?? ''))
    await eventually(() => expect(received.at(-1)).toMatch(/^First/))
    act(() => fake.server.closeStreams())
    await eventually(() => expect(shown(id).live?.connection).toBe('reconnecting'))
    await settled(id)

    expect(SUMMARY.startsWith(received.findLast((text) => text !== '') ?? '?')).toBe(true)
    expect(reasoningOfAnswer(id)).toMatchObject([{ summary: SUMMARY }])
  })

  test('is not taken back by the beginning of a stream that is joined later', async () => {
    fake.server.paceMs = 20
    const { id } = startElsewhere('From before the reload')
    await eventually(() => expect(fake.server.messages.get(id)?.[1]?.parts?.[0]).toBeDefined())
    const known: number[] = []
    renderHook(() => {
      const [part] = useTranscript(id).entries[1]?.message.parts ?? []
      known.push(part?.type === 'reasoning' ? part.summary.length : 0)
    })
    await act(() => openConversation(id))
    await settled(id)

    expect(known).toEqual(known.toSorted((a, b) => a - b))
    expect(reasoningOfAnswer(id)).toMatchObject([{ summary: SUMMARY }])
  })

  test('that a final message leaves out is kept as it came in', async () => {
    fake.server.ending = () => ({ parts: undefined }) as object
    const id = ask('Hello?')
    await settled(id)

    expect(reasoningOfAnswer(id)).toMatchObject([{ summary: SUMMARY }])
  })
})

test.each(['model_not_available', 'provider_region'])('%s has the key checked again', async (code) => {
  fake.network.use(
    http.post('*/generations', () =>
      HttpResponse.json(
        { title: 'No', status: 422, code },
        { status: 422, headers: { 'Content-Type': 'application/problem+json' } },
      ),
    ),
  )
  let checks = 0
  fake.network.events.on('request:start', ({ request }) => {
    if (request.url.endsWith('/provider-key/check')) checks += 1
  })
  ask('Hello?')
  await eventually(() => expect(newPageRefusal()?.problem.code).toBe(code))

  await eventually(() => expect(checks).toBe(1))
  fake.network.events.removeAllListeners()
})

test('an answer that runs when the page loads is marked, and joined from its beginning', async () => {
  hideUserEvents()
  fake.server.paceMs = 20
  const { id, messageId } = startElsewhere('From before the reload')
  act(() => beginPage())
  const { result } = renderHook(() => useStreamingText(messageId))

  await eventually(() =>
    expect(shown(id).live).toMatchObject({ assistantMessageId: messageId, phase: 'running' }),
  )
  await act(() => openConversation(id))
  await eventually(() => expect(result.current ?? '').toMatch(/^Hello/))
  await settled(id)
  expect(shown(id).transcript).toMatchObject([
    { text: 'From before the reload' },
    { text: 'Hello **world**. This is a practice answer.', status: 'completed' },
  ])
})

test('an answer that has ended while its conversation was read is not left running', async () => {
  const { id } = startElsewhere('From the telephone')
  let reads = 0
  fake.network.use(
    http.get('*/conversations/:id/messages', async () => {
      reads += 1
      if (reads > 1) return undefined
      const items = structuredClone(fake.server.messages.get(id) ?? [])
      const [running] = fake.server.generations.values()
      await eventually(() => expect(running?.status).toBe('completed'))
      return HttpResponse.json({ items, nextCursor: null })
    }),
  )
  await act(() => openConversation(id))

  expect(shown(id).live).toBeNull()
  expect(shown(id).transcript[1]).toMatchObject({ status: 'completed' })
})

test('what was loaded of a running answer is never taken back', async () => {
  fake.server.paceMs = 20
  const { id, messageId } = startElsewhere('From before the reload')
  await eventually(() => expect(fake.server.messages.get(id)?.[1]?.text).toMatch(/^Hello/))
  const texts: string[] = []
  const { rerender } = renderHook(() => {
    const text = useTranscript(id).entries[1]?.message.text
    if (text !== undefined) texts.push(text)
  })
  await act(() => openConversation(id))
  rerender()
  await settled(id)

  expect(findMessage(id, messageId)?.status).toBe('completed')
  expect(texts.length).toBeGreaterThan(1)
  expect(texts).toEqual(texts.toSorted((a, b) => a.length - b.length))
})

describe('while the connection is lost', () => {
  const refuseStreams = () => {
    const problem = { title: 'Away', status: 503, code: 'service_unavailable' }
    fake.network.use(http.get('*/me/events', () => HttpResponse.json(problem, { status: 503 })))
    fake.server.closeStreams()
  }

  test('an answer is read in pages', async () => {
    const id = ask('One')
    await settled(id)
    refuseStreams()
    await eventually(() => expect(fake.server.streams).toBe(0))
    ask('Two', id)

    await settled(id)
    expect(shown(id).transcript[3]).toMatchObject({ status: 'completed' })
  })

  test('opening a conversation joins the answer that another device has started', async () => {
    refuseStreams()
    fake.server.paceMs = 100
    const { id } = startElsewhere('From the telephone')
    await act(() => openConversation(id))

    await eventually(() => expect(shown(id).live?.phase).toBe('running'))
    await settled(id)
    expect(shown(id).transcript[1]).toMatchObject({ status: 'completed' })
  })

  test('an answer that ends is known to have ended when the connection is back', async () => {
    fake.server.paceMs = 20
    fake.network.use(http.get('*/generations/:id/events', () => HttpResponse.error(), { once: true }))
    const id = ask('Hello?')
    await eventually(() => expect(shown(id).live?.phase).toBe('running'))
    act(() => fake.server.closeStreams())

    await settled(id)
    expect(shown(id).transcript[1]).toMatchObject({
      text: 'Hello **world**. This is a practice answer.',
      status: 'completed',
    })
  })
})

test('an answer that the server no longer knows ends as its messages say', async () => {
  fake.server.paceMs = 500
  const id = ask('Forgotten')
  await eventually(() => expect(shown(id).live?.phase).toBe('running'))
  fake.server.generations.clear()
  act(() => fake.server.closeStreams())
  await settled(id)

  expect(shown(id).refusal).toBeNull()
  await eventually(() => expect(shown(id).transcript[0]).toMatchObject({ text: 'Forgotten' }))
})

test('a question that the server has accepted and then lost goes back to the draft', async () => {
  fake.server.paceMs = 500
  const id = ask('Lost')
  await eventually(() => expect(shown(id).live?.phase).toBe('running'))
  fake.server.generations.clear()
  fake.server.conversations.clear()
  fake.server.messages.clear()
  act(() => fake.server.closeStreams())

  await eventually(() => expect(newPageRefusal()).toMatchObject({ problem: { code: 'network_unreachable' } }))
  expect(draftOf(null)).toBe('Lost')

  fake.server.paceMs = 1
  act(() => void retryRefused(null))
  await settled(id)
  expect(shown(id).transcript[1]).toMatchObject({ status: 'completed' })
})

test('a session that ends before the server has answered keeps the text for its owner', async () => {
  fake.network.use(http.post('*/generations', () => new Promise(() => {})))
  const id = ask('Unsent')
  navigate(`/c/${id}`)
  act(() => useSession.setState({ status: 'anonymous', user: null, expired: true }, true))

  await login(ADA)
  fake.network.resetHandlers()
  await openConversation(id)
  expect(draftOf(null)).toBe('Unsent')
  expect(draftOf(id)).toBe('')
  expect(window.location.pathname).toBe('/')
})

test('a page that goes away before the server has answered keeps the text for its return', async () => {
  fake.network.use(http.post('*/generations', () => new Promise(() => {})))
  const id = ask('On its way')

  dispatchEvent(new Event('pagehide'))

  expect(Object.entries({ ...localStorage })).toContainEqual([
    expect.stringMatching(new RegExp(`${id}$`)),
    'On its way',
  ])
  fake.network.resetHandlers()
})

test('a question that the server took while its page went away is not in the composer of the next page', async () => {
  const { id } = startElsewhere('Taken')
  await openConversation(id)
  expect(draftOf(id)).toBe('')

  setDraft(id, 'Taken')
  await openConversation(id)
  expect(draftOf(id)).toBe('')

  setDraft(id, 'Taken\n\nand more')
  await openConversation(id)
  expect(draftOf(id)).toBe('and more')

  setDraft(id, 'Taken by surprise')
  await openConversation(id)
  expect(draftOf(id)).toBe('Taken by surprise')
  await settled(id)
})

test('what was typed in a conversation that cannot be read now stays there', async () => {
  const { id } = startElsewhere('Hello?')
  setDraft(id, 'Precious')
  fake.network.use(http.get('*/conversations/:id', () => HttpResponse.error()))

  await openConversation(id)
  expect(draftOf(id)).toBe('Precious')
  expect(draftOf(null)).toBe('')
  fake.network.resetHandlers()
})

test('signing out leaves nothing of what was typed', async () => {
  const id = ask('Private')
  setDraft(id, 'More private')
  await logout()

  expect(JSON.stringify({ ...localStorage })).not.toContain('rivate')
  await login(ADA)
  expect(draftOf(id)).toBe('')
})

function startElsewhere(text: string): { id: string; messageId: string } {
  const id = crypto.randomUUID()
  fake.server.createConversation({ id })
  const { messageId } = fake.server.startGeneration(id, {
    id: crypto.randomUUID(),
    assistantMessageId: crypto.randomUUID(),
    model: 'gpt-4o',
    message: { id: crypto.randomUUID(), parentId: null, text },
  })
  return { id, messageId }
}

function conversationOf(request: Request): string {
  return new URL(request.url).pathname.split('/').at(-2) ?? ''
}
