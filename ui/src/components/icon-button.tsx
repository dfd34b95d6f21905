import type { ComponentProps, ReactNode } from 'react'
import { cx } from './cx'

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'children'> {
  /** The accessible name, also shown as a tooltip. */
  label: string
  /** Shown in the tooltip instead of `label`, for instance with the keys that do the same. */
  tip?: string
  icon: ReactNode
  size?: 'small' | 'medium'
}

export function IconButton({
  label,
  tip = label,
  icon,
  size = 'medium',
  className,
  type = 'button',
  ...rest
}: IconButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-label={label}
      data-tip={tip}
      className={cx(
        'inline-grid shrink-0 place-items-center rounded-md text-muted transition-colors enabled:hover:bg-hover enabled:hover:text-ink disabled:opacity-50 aria-expanded:bg-hover aria-expanded:text-ink',
        size === 'small' ? 'size-7' : 'size-9',
        'pointer-coarse:size-11',
        className,
      )}
    >
      {icon}
    </button>
  )
}
