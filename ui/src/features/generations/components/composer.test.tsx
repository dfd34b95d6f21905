import { fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { draftOf, setDraft } from '@/features/conversations/draft-store'
import type { LiveGeneration } from '@/features/generations/live-generations'
import { sealEarly } from '@/features/provider-key/vault-store'
import { setPreferences } from '@/shared/preferences'
import { Composer, type ComposerProps } from './composer'

vi.mock(import('@/features/provider-key/vault-store'), () => ({ sealEarly: vi.fn() }))

const LIVE: LiveGeneration = {
  id: 'g',
  conversationId: 'c',
  assistantMessageId: 'a',
  phase: 'running',
  connection: 'open',
  stopping: false,
}

function renderComposer(props: Partial<ComposerProps> = {}) {
  const all = {
    conversationId: 'c',
    live: null,
    placeholder: '',
    onSend: vi.fn(() => true),
    onStop: vi.fn(),
    onEditLast: vi.fn(),
    ...props,
  }
  render(<Composer {...all} />)
  return { ...all, field: screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' }) }
}

describe('the composer', () => {
  beforeEach(() => setDraft('c', ''))

  it('is written in the direction of what is written', () => {
    expect(renderComposer().field).toHaveAttribute('dir', 'auto')
  })

  it('breaks lines with Enter on a touch screen', async () => {
    vi.spyOn(window, 'matchMedia').mockImplementation(
      (query) => ({ matches: query === '(pointer: coarse)' }) as MediaQueryList,
    )
    const { field, onSend } = renderComposer()
    await userEvent.type(field, 'one{Enter}two')
    expect(onSend).not.toHaveBeenCalled()
    expect(field).toHaveValue('one\ntwo')
    expect(field).toHaveAttribute('enterkeyhint', 'enter')
    await userEvent.click(screen.getByRole('button', { name: 'Send' }))
    expect(onSend).toHaveBeenCalledWith('one\ntwo')
  })

  it('does not stop the answer on the second click of a double click', async () => {
    const props = {
      conversationId: 'c',
      placeholder: '',
      onSend: () => true,
      onStop: vi.fn(),
      onEditLast: vi.fn(),
    }
    const { onStop } = props
    setDraft('c', 'hello')
    const { rerender } = render(<Composer {...props} live={null} />)
    await userEvent.click(screen.getByRole('button', { name: 'Send' }))
    rerender(<Composer {...props} live={LIVE} />)
    await userEvent.click(screen.getByRole('button', { name: 'Stop' }))
    expect(onStop).not.toHaveBeenCalled()
    vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 1000)
    await userEvent.click(screen.getByRole('button', { name: 'Stop' }))
    expect(onStop).toHaveBeenCalledOnce()
  })

  it('sends on Enter and is empty then', async () => {
    const { field, onSend } = renderComposer()
    await userEvent.type(field, ' hello {Enter}')
    expect(onSend).toHaveBeenCalledExactlyOnceWith('hello')
    expect(field).toHaveValue('')
    expect(draftOf('c')).toBe('')
  })

  it('has the key sealed when the first letter is typed', async () => {
    vi.mocked(sealEarly).mockClear()
    const { field } = renderComposer()
    expect(sealEarly).not.toHaveBeenCalled()
    await userEvent.type(field, 'h')
    expect(sealEarly).toHaveBeenCalled()
  })

  it('breaks the line on Shift+Enter', async () => {
    const { field, onSend } = renderComposer()
    await userEvent.type(field, 'one{Shift>}{Enter}{/Shift}two')
    expect(field).toHaveValue('one\ntwo')
    expect(onSend).not.toHaveBeenCalled()
  })

  it('breaks the line on Enter where the user sends with Ctrl+Enter', async () => {
    setPreferences({ sendKey: 'mod-enter' })
    const { field, onSend } = renderComposer()
    await userEvent.type(field, 'one{Enter}two')
    expect(field).toHaveValue('one\ntwo')
    expect(onSend).not.toHaveBeenCalled()
    await userEvent.type(field, '{Control>}{Enter}{/Control}')

    expect(onSend).toHaveBeenCalledExactlyOnceWith('one\ntwo')
    setPreferences({ sendKey: 'enter' })
  })

  it('leaves Enter to an input method that is composing', async () => {
    const { field, onSend } = renderComposer()
    await userEvent.type(field, 'にほん')
    fireEvent.keyDown(field, { key: 'Enter', isComposing: true })
    expect(onSend).not.toHaveBeenCalled()
    fireEvent.keyDown(field, { key: 'Enter' })
    expect(onSend).toHaveBeenCalledOnce()
  })

  it('keeps the text when sending is turned down', async () => {
    const { field } = renderComposer({ onSend: () => false })
    await userEvent.type(field, 'precious{Enter}')
    expect(field).toHaveValue('precious')
    expect(draftOf('c')).toBe('precious')
  })

  it('shows a text that comes back to the draft', async () => {
    const { field } = renderComposer()
    setDraft('c', 'returned')
    await expect.poll(() => field.value).toBe('returned')
  })

  it('begins with the draft', () => {
    setDraft('c', 'half a thought')
    expect(renderComposer().field).toHaveValue('half a thought')
  })

  it('stops instead of sending while an answer is written', async () => {
    const { field, onSend, onStop } = renderComposer({ live: LIVE })
    await userEvent.type(field, 'next{Enter}')
    expect(onSend).not.toHaveBeenCalled()
    expect(field).toHaveValue('next')
    await userEvent.click(screen.getByRole('button', { name: 'Stop' }))
    expect(onStop).toHaveBeenCalledOnce()
  })

  it('edits the last message on arrow up only while it is empty', async () => {
    const { field, onEditLast } = renderComposer()
    await userEvent.type(field, 'x{ArrowUp}')
    expect(onEditLast).not.toHaveBeenCalled()
    await userEvent.type(field, '{Backspace}{ArrowUp}')
    expect(onEditLast).toHaveBeenCalledOnce()
  })

  it('says by how much a text is too long', () => {
    setDraft('c', 'x'.repeat(200_012))
    renderComposer()
    expect(screen.getByText('12 characters too many')).toBeVisible()
    expect(screen.getByRole('button', { name: 'Send' })).toBeDisabled()
  })
})
