import { type ComponentProps, useId } from 'react'

export interface TextAreaProps extends Omit<ComponentProps<'textarea'>, 'id'> {
  label: string
  hint: string
}

export function TextArea({ label, hint, className, ...rest }: TextAreaProps) {
  const id = useId()
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block font-medium text-sm">
        {label}
      </label>
      <textarea
        {...rest}
        id={id}
        aria-describedby={`${id}-note`}
        className="block w-full resize-y rounded-md border border-line-strong bg-raised px-3 py-2 text-ink leading-6 outline-offset-0"
      />
      <p id={`${id}-note`} className="mt-1.5 text-muted text-sm">
        {hint}
      </p>
    </div>
  )
}
