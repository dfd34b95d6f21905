import type { ComponentProps } from 'react'
import { navigate } from '@/shared/navigation'

/** A link inside the application; with a modifier key it does what the browser does. */
export function Link({ href, onClick, ...rest }: ComponentProps<'a'> & { href: string }) {
  return (
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        onClick?.(event)
        const plain =
          !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey && event.button === 0
        if (!plain || event.defaultPrevented) return
        event.preventDefault()
        navigate(href)
      }}
    />
  )
}
