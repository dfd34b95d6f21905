import { Eye, EyeOff } from 'lucide-react'
import { type ComponentProps, useId, useState } from 'react'
import { cx } from './cx'
import { IconButton } from './icon-button'

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'id'> {
  label: string
  hint?: string | undefined
  error?: string | undefined
  /** Hides what is typed behind dots, with a button that shows it. */
  secret?: boolean
  mono?: boolean
}

export function TextField({
  label,
  hint,
  error,
  secret = false,
  mono = false,
  className,
  type = 'text',
  ...rest
}: TextFieldProps) {
  const id = useId()
  const [shown, setShown] = useState(false)
  const note = error ?? hint

  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block font-medium text-sm">
        {label}
      </label>
      <div className="relative">
        <input
          {...rest}
          id={id}
          type={secret && !shown ? 'password' : type}
          aria-invalid={error === undefined ? undefined : true}
          aria-describedby={note === undefined ? undefined : `${id}-note`}
          className={cx(
            'h-11 w-full rounded-md border bg-raised px-3 text-ink outline-offset-0 transition-colors',
            error === undefined ? 'border-line-strong' : 'border-danger',
            secret && 'pr-12',
            mono && 'font-mono',
          )}
        />
        {secret && (
          <IconButton
            label={shown ? 'Hide' : 'Reveal'}
            icon={shown ? <EyeOff aria-hidden size={18} /> : <Eye aria-hidden size={18} />}
            className="absolute top-1 right-1 pointer-coarse:top-0 pointer-coarse:right-0"
            onClick={() => setShown(!shown)}
          />
        )}
      </div>
      {note !== undefined && (
        <p
          id={`${id}-note`}
          className={cx('mt-1.5 text-sm', error === undefined ? 'text-muted' : 'text-danger')}
        >
          {note}
        </p>
      )}
    </div>
  )
}
