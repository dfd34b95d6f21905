import { type ComponentProps, useId } from 'react'
import { cx } from './cx'

export interface TextAreaProps extends Omit<ComponentProps<'textarea'>, 'id'> {
  label: string
  hint: string
  /** What is wrong with the value; shown in place of the hint. */
  error?: string | undefined
}

export function TextArea({ label, hint, error, className, ...rest }: TextAreaProps) {
  const id = useId()
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block font-medium text-sm">
        {label}
      </label>
      <textarea
        {...rest}
        id={id}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={`${id}-note`}
        className={cx(
          'block w-full resize-y rounded-md border bg-raised px-3 py-2 text-ink leading-6 outline-offset-0',
          error === undefined ? 'border-line-strong' : 'border-danger',
        )}
      />
      <p
        id={`${id}-note`}
        className={cx('mt-1.5 text-sm', error === undefined ? 'text-muted' : 'text-danger')}
      >
        {error ?? hint}
      </p>
    </div>
  )
}
