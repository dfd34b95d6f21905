import { fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { EditForm } from './edit-form'
import { editMessage } from './editing-store'

const callbacks = () => ({ onSubmit: vi.fn(), onCancel: vi.fn() })
const field = () => screen.getByRole('textbox', { name: 'Edited text' })

describe('the form that changes a question', () => {
  beforeEach(() => {
    editMessage('m')
    editMessage(null)
  })

  it.each([{ isComposing: true }, { keyCode: 229 }])(
    'leaves the Enter of an input method alone: %j',
    (keys) => {
      const all = callbacks()
      render(<EditForm messageId="m" text="hello" {...all} />)
      fireEvent.keyDown(field(), { key: 'Enter', ...keys })
      expect(all.onSubmit).not.toHaveBeenCalled()
      fireEvent.keyDown(field(), { key: 'Enter' })
      expect(all.onSubmit).toHaveBeenCalledWith('hello')
    },
  )

  it('keeps what was typed when it goes away, until it is sent or given up', async () => {
    editMessage('m')
    const first = render(<EditForm messageId="m" text="hello" {...callbacks()} />)
    await userEvent.type(field(), ' world')
    first.unmount()
    const second = render(<EditForm messageId="m" text="hello" {...callbacks()} />)
    expect(field()).toHaveValue('hello world')
    second.unmount()
    editMessage(null)
    render(<EditForm messageId="m" text="hello" {...callbacks()} />)
    expect(field()).toHaveValue('hello')
  })
})
