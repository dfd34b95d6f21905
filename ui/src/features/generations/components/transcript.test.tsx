import { act, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { createRef } from 'react'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { Announcer } from '@/components/announcer'
import { LazyMarkdown } from '@/components/markdown/lazy-markdown'
import type { TranscriptEntry } from '@/features/conversations/message-tree'
import { appendReasoning, appendText, closeText, openText } from '@/features/generations/streaming-text'
import { useModels } from '@/features/models/model-store'
import type { Message, Model } from '@/shared/api/schema'
import { models } from '@/testing/fake-models'
import { Transcript, type TranscriptHandle } from './transcript'

function message(number: number, change: Partial<Message> = {}): Message {
  const isAnswer = number % 2 === 1
  return {
    id: `m${number}`,
    parentId: number === 0 ? null : `m${number - 1}`,
    role: isAnswer ? 'assistant' : 'user',
    text: `text ${number}`,
    model: isAnswer ? 'gpt-4o' : null,
    status: 'completed',
    finishReason: isAnswer ? 'stop' : null,
    usage: null,
    error: null,
    createdAt: '2026-11-23T10:00:00Z',
    ...change,
  }
}

function show(
  messages: readonly Message[],
  { canWrite = true, selected = 'gpt-4o', cachedInputPerMillion = null as number | null } = {},
) {
  const items = models.map((each) => ({
    ...each,
    price: each.price && { ...each.price, cachedInputPerMillion },
  }))
  act(() => useModels.setState({ status: 'ready', problem: null, items }))
  const model = models.find(({ id }) => id === selected) as Model
  const element = (shown: readonly Message[]) => (
    <Transcript
      conversationId="c"
      entries={shown.map((each): TranscriptEntry => ({ message: each, siblingIndex: 0, siblingCount: 1 }))}
      live={null}
      selectedModel={model}
      canWrite={canWrite}
      handle={createRef<TranscriptHandle>()}
      remedy={() => null}
    />
  )
  const { rerender } = render(element(messages))
  return (changed: readonly Message[]) => rerender(element(changed))
}

describe('the transcript', () => {
  beforeAll(() => LazyMarkdown.preload())

  it('names the model of each answer and says when another one takes over', () => {
    show([message(0), message(1), message(2), message(3, { model: 'o1' })], { selected: 'o1' })
    expect(screen.getByRole('heading', { name: 'gpt-4o' })).toBeVisible()
    expect(screen.getByRole('heading', { name: 'o1' })).toBeVisible()
    const [third] = screen.getAllByText('Now answering: o1').map((divider) => divider.closest('article'))
    expect(third).toHaveTextContent('text 2')
  })

  it('is busy until its last answer has ended, also before the page has joined that answer', () => {
    const change = show([message(0), message(1, { text: 'Half', status: 'streaming' })])
    expect(screen.getByRole('log')).toHaveAttribute('aria-busy', 'true')

    change([message(0), message(1)])
    expect(screen.getByRole('log')).toHaveAttribute('aria-busy', 'false')
  })

  it('announces a newly selected model before it has answered', () => {
    show([message(0), message(1)], { selected: 'o1-mini' })
    expect(screen.getByText('Now answering: o1-mini')).toBeVisible()
  })

  it.each([
    [{ status: 'stopped' }, 'This answer was stopped.'],
    [{ status: 'incomplete', finishReason: 'length' }, 'The answer reached its maximum length.'],
    [{ status: 'incomplete', finishReason: null }, 'OpenAI ended this answer before it was finished.'],
    [
      { status: 'incomplete', finishReason: 'max_messages' },
      'OpenAI ended this answer before it was finished (reason: max_messages).',
    ],
    [{ status: 'interrupted' }, /^The server was interrupted/],
  ] as const)('says honestly how an answer ended: %o', (change, note) => {
    show([message(0), message(1, change)])
    expect(screen.getByText(note)).toBeVisible()
    expect(screen.getByRole('button', { name: 'Continue' })).toBeVisible()
  })

  it.each([
    [
      { status: 'incomplete', finishReason: 'content_filter' },
      /^OpenAI’s content filter ended this answer\./,
    ],
    [{ status: 'incomplete', finishReason: 'tool_calls' }, /^The model asked for a tool/],
    [{ status: 'completed', finishReason: 'refusal' }, /^The model declined to answer this\./],
    [{ status: 'completed', text: '' }, /^The model returned no text\./],
  ] as const)('offers another try where going on makes no sense: %o', (change, note) => {
    show([message(0), message(1, change)])
    expect(screen.getByText(note)).toBeVisible()
    expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Continue' })).toBeNull()
  })

  it('explains a failure and offers to try again', () => {
    const error = { code: 'provider_timeout', title: 'Timeout', status: 504 } as const
    show([message(0), message(1, { text: 'partial', status: 'failed', error })])
    const alert = screen.getByRole('alert')
    expect(alert).toHaveTextContent('OpenAI took too long')
    expect(within(alert).getByRole('button', { name: 'Try again' })).toBeEnabled()
    expect(screen.getByText('partial')).toBeVisible()
  })

  it('offers a viewer nothing that would be refused', () => {
    show([message(0), message(1, { status: 'stopped' })], { canWrite: false })
    expect(screen.queryByRole('button', { name: 'Continue' })).toBeNull()
    expect(screen.queryByRole('button', { name: 'Regenerate' })).toBeNull()
    expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull()
    expect(screen.getByRole('button', { name: 'Copy answer' })).toBeVisible()
  })

  it('offers to answer a question that has no answer', () => {
    show([message(0)])
    expect(screen.getByRole('button', { name: 'Get an answer' })).toBeVisible()
  })

  it('tells tokens and cost', () => {
    show([message(0), message(1, { usage: { promptTokens: 1200, completionTokens: 300 } })])
    expect(screen.getByText('1,200 in · 300 out')).toBeVisible()
    expect(screen.getByText('$0.006')).toBeVisible()
  })

  it('tells cached and reasoning tokens, and what caching has saved', () => {
    const usage = {
      promptTokens: 10_000,
      cachedTokens: 8_000,
      cacheWriteTokens: 0,
      completionTokens: 300,
      reasoningTokens: 220,
      reportedBy: 'provider',
    } as const
    show([message(0), message(1, { usage })], { cachedInputPerMillion: 0.25 })
    expect(screen.getByText('10,000 in (8,000 cached) · 300 out (220 reasoning)')).toBeVisible()
    expect(screen.getByText('$0.01')).toBeVisible()
    expect(screen.getByText('saved $0.018 by caching')).toBeVisible()
  })

  it('says so where Uru itself has counted the tokens', () => {
    show([
      message(0),
      message(1, { usage: { promptTokens: 1200, completionTokens: 300, reportedBy: 'client' } }),
    ])
    expect(screen.getByText('about 1,200 in · 300 out')).toBeVisible()
    expect(screen.getByText('about $0.006')).toBeVisible()
  })

  it('keeps stored reasoning closed until it is wanted', async () => {
    const parts = [
      { type: 'reasoning', summary: '**Weighing** both', seconds: 72 },
      { type: 'text', text: 'The answer' },
    ] as const
    show([message(0), message(1, { text: 'The answer', parts: [...parts] })])
    const section = screen.getByRole('button', { name: 'Thought for 1 min 12 s' })
    expect(section).toHaveAttribute('aria-expanded', 'false')
    expect(screen.queryByText('Weighing')).toBeNull()
    await userEvent.click(section)
    expect(section).toHaveAttribute('aria-expanded', 'true')
    expect(screen.getByText('Weighing').tagName).toBe('STRONG')
    const [, answer] = screen.getAllByRole('article')
    expect(answer?.textContent).toMatch(/Thought for.*Weighing both.*The answer/)
  })

  it('copies the answer without its reasoning', async () => {
    const user = userEvent.setup()
    const parts = [{ type: 'reasoning', summary: 'A secret plan', seconds: 3 }] as const
    show([message(0), message(1, { text: 'The answer', parts: [...parts] })])
    await user.click(screen.getByRole('button', { name: 'Copy answer' }))
    await expect(navigator.clipboard.readText()).resolves.toBe('The answer')
  })

  describe('while an answer streams in', () => {
    const streaming = message(1, { text: '', status: 'streaming' })
    const summary = 'I weigh both sides'

    afterEach(() => act(() => closeText('m1')))

    it('shows that the model thinks in place of the typing indicator', async () => {
      act(() => openText('m1'))
      show([message(0), streaming])
      expect(screen.getByText('gpt-4o is thinking')).toBeInTheDocument()
      act(() => appendReasoning('m1', summary))
      const section = await screen.findByRole('button', { name: 'Thinking…' })
      expect(screen.queryByText('gpt-4o is thinking')).toBeNull()
      expect(screen.queryByText(summary)).toBeNull()
      await userEvent.click(section)
      expect(await screen.findByText(summary)).toBeVisible()

      act(() => appendText('m1', 'The answer'))
      expect(await screen.findByText('The answer')).toBeVisible()
      expect(screen.getByRole('button', { name: /^Thought/ })).toHaveAttribute('aria-expanded', 'true')
    })

    it('puts reasoning that comes after the first text below it, where nothing moves', async () => {
      act(() => openText('m1'))
      show([message(0), streaming])
      act(() => appendText('m1', 'The answer'))
      const text = await screen.findByText('The answer')
      act(() => appendReasoning('m1', summary))
      const section = await screen.findByRole('button', { name: /^Thought/ })
      expect(text.compareDocumentPosition(section)).toBe(Node.DOCUMENT_POSITION_FOLLOWING)
    })

    it('reads out the answer and nothing of its reasoning', async () => {
      render(<Announcer />)
      act(() => openText('m1'))
      const change = show([message(0), streaming])
      act(() => appendReasoning('m1', `${summary}. `))
      await screen.findByRole('button', { name: 'Thinking…' })
      act(() => appendText('m1', 'The answer'))
      await screen.findByText('The answer')
      const parts = [{ type: 'reasoning', summary, seconds: 1 } as const]
      change([message(0), message(1, { text: 'The answer. Its end.', parts })])
      act(() => closeText('m1'))

      const region = document.querySelector('[aria-live="polite"]')
      await vi.waitFor(() => expect(region).toHaveTextContent('The answer. Its end.'))
      expect(region).not.toHaveTextContent('weigh')
    })
  })

  it('tells how long a model thought that shows no summary', () => {
    show([message(0), message(1, { parts: [{ type: 'reasoning', summary: '', seconds: 4 }] })])
    expect(screen.getByText('Thought for 4 s')).toBeVisible()
    expect(screen.queryByRole('button', { name: /^Thought/ })).toBeNull()
  })

  it('shows only the end of a long conversation at first', () => {
    show(Array.from({ length: 1000 }, (_, number) => message(number)))
    expect(screen.getAllByRole('article')).toHaveLength(40)
    expect(screen.getByText('text 999')).toBeVisible()
    expect(screen.queryByText('text 900')).toBeNull()
  })

  it('folds a long question', () => {
    show([message(0, { text: 'line\n'.repeat(2000) }), message(1)])
    expect(screen.getByRole('button', { name: /^Show all 10,000 characters/ })).toBeVisible()
  })
})
