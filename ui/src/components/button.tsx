import type { ComponentProps, ReactNode } from 'react'
import { cx } from './cx'
import { Spinner } from './spinner'

type Look = 'primary' | 'plain' | 'quiet' | 'danger'

const LOOKS: Record<Look, string> = {
  primary: 'bg-accent text-accent-ink enabled:hover:bg-accent-strong',
  plain: 'border border-line bg-raised text-ink enabled:hover:bg-hover',
  quiet: 'text-soft enabled:hover:bg-hover enabled:hover:text-ink',
  danger: 'bg-danger text-danger-ink enabled:hover:bg-danger-strong',
}

export interface ButtonProps extends ComponentProps<'button'> {
  look?: Look
  size?: 'small' | 'medium'
  icon?: ReactNode
  /** Work is under way: the button keeps its width and takes no second click. */
  busy?: boolean
}

export function Button({
  look = 'plain',
  size = 'medium',
  icon,
  busy = false,
  disabled,
  className,
  children,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={cx(
        'touch relative inline-flex select-none items-center justify-center gap-2 rounded-md font-medium transition-colors disabled:opacity-55',
        size === 'small' ? 'h-8 px-3 text-sm' : 'h-10 px-4 text-sm',
        LOOKS[look],
        className,
      )}
    >
      {busy ? <Spinner /> : icon}
      {/* A translated page has moved bare text elsewhere, and nothing can be put before it any more. */}
      <span className="contents">{children}</span>
    </button>
  )
}
