import { fireEvent, render, screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { RenameField } from './rename-field'

it.each([{ isComposing: true }, { keyCode: 229 }])(
  'leaves the Enter of an input method alone: %j',
  (keys) => {
    const onRename = vi.fn()
    render(<RenameField title="Trip" onRename={onRename} onDone={vi.fn()} />)
    const field = screen.getByRole('textbox', { name: 'Title' })
    fireEvent.change(field, { target: { value: 'Trip to Rome' } })
    fireEvent.keyDown(field, { key: 'Enter', ...keys })
    expect(onRename).not.toHaveBeenCalled()
    fireEvent.keyDown(field, { key: 'Enter' })
    expect(onRename).toHaveBeenCalledWith('Trip to Rome')
  },
)
