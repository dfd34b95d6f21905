import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { cx } from './cx'
import { IconButton } from './icon-button'

interface ModalProps {
  onClose: () => void
  children: ReactNode
  label?: string
  labelledBy?: string
  className: string
}

/** A native modal dialog: the browser traps the focus, makes the rest inert and gives the focus back. */
function Modal({ onClose, children, label, labelledBy, className }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null)

  useEffect(() => {
    const element = dialog.current
    if (!element) return
    element.showModal()
    element.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    return () => element.close()
  }, [])

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape arrives as the cancel event
    <dialog
      ref={dialog}
      aria-label={label}
      aria-labelledby={labelledBy}
      className={className}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
    >
      {children}
    </dialog>
  )
}

export interface DialogProps {
  title: string
  onClose: () => void
  children: ReactNode
  wide?: boolean
}

/** A window over the page; mounting it opens it. The element to start at carries `data-autofocus`. */
export function Dialog({ title, onClose, children, wide = false }: DialogProps) {
  const id = useId()
  return (
    <Modal onClose={onClose} labelledBy={id} className={cx('modal', wide && 'modal-wide')}>
      <div className="flex items-center gap-4 pt-5 pr-4 pb-2 pl-6">
        <h2 id={id} className="grow font-semibold text-lg">
          {title}
        </h2>
        <IconButton label="Close" icon={<X aria-hidden size={18} />} onClick={onClose} />
      </div>
      <div className="px-6 pb-6">{children}</div>
    </Modal>
  )
}

export interface DrawerProps {
  label: string
  onClose: () => void
  children: ReactNode
}

/** A panel that comes from the left edge; mounting it opens it. */
export function Drawer({ label, onClose, children }: DrawerProps) {
  return (
    <Modal onClose={onClose} label={label} className="drawer">
      {children}
    </Modal>
  )
}
