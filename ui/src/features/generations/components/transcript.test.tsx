import { act, render, screen, within } from '@testing-library/react'
import { createRef } from 'react'
import { describe, expect, it } from 'vitest'
import type { TranscriptEntry } from '@/features/conversations/message-tree'
import { useModels } from '@/features/models/model-store'
import type { Message, Model } from '@/shared/api/schema'
import { models } from '@/testing/fake-server'
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

function show(messages: readonly Message[], { canWrite = true, selected = 'gpt-4o' } = {}) {
  act(() => useModels.setState({ status: 'ready', problem: null, items: models }))
  const entries: TranscriptEntry[] = messages.map((each) => ({
    message: each,
    siblingIndex: 0,
    siblingCount: 1,
  }))
  const model = models.find(({ id }) => id === selected) as Model
  render(
    <Transcript
      conversationId="c"
      entries={entries}
      live={null}
      selectedModel={model}
      canWrite={canWrite}
      handle={createRef<TranscriptHandle>()}
      remedy={() => null}
    />,
  )
}

describe('the transcript', () => {
  it('names the model of each answer and says when another one takes over', () => {
    show([message(0), message(1), message(2), message(3, { model: 'o1' })], { selected: 'o1' })
    expect(screen.getByRole('heading', { name: 'gpt-4o' })).toBeVisible()
    expect(screen.getByRole('heading', { name: 'o1' })).toBeVisible()
    const [third] = screen.getAllByText('Now answering: o1').map((divider) => divider.closest('article'))
    expect(third).toHaveTextContent('text 2')
  })

  it('announces a newly selected model before it has answered', () => {
    show([message(0), message(1)], { selected: 'o1-mini' })
    expect(screen.getByText('Now answering: o1-mini')).toBeVisible()
  })

  it.each([
    [{ status: 'stopped' }, 'You stopped this answer.'],
    [{ status: 'incomplete', finishReason: 'length' }, 'The answer reached its maximum length.'],
    [{ status: 'incomplete', finishReason: null }, 'OpenAI ended this answer before it was finished.'],
    [{ status: 'interrupted' }, /^The server was interrupted/],
  ] as const)('says honestly how an answer ended: %o', (change, note) => {
    show([message(0), message(1, change)])
    expect(screen.getByText(note)).toBeVisible()
    expect(screen.getByRole('button', { name: 'Continue' })).toBeVisible()
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
