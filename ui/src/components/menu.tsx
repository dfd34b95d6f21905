import { Check } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { cx } from './cx'
import { Popover, type PopoverTriggerProps } from './popover'

interface MenuItem {
  readonly label: string
  readonly icon?: ReactNode
  readonly note?: string
  /** A second line. */
  readonly description?: string
  /** Given for each item of a choice of one. */
  readonly checked?: boolean
  readonly danger?: boolean
  readonly disabled?: boolean
  readonly run: () => void
}

export interface MenuProps {
  label: string
  trigger: (props: PopoverTriggerProps) => ReactNode
  items: readonly MenuItem[]
  align?: 'start' | 'end'
  width?: number
}

export function Menu({ label, trigger, items, align = 'end', width = 208 }: MenuProps) {
  return (
    <Popover kind="menu" label={label} trigger={trigger} align={align} width={width} className="p-1">
      {(close) => <MenuItems items={items} close={close} />}
    </Popover>
  )
}

function MenuItems({ items, close }: { items: readonly MenuItem[]; close: () => void }) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // The popover is shown only after this has been rendered.
    const frame = requestAnimationFrame(() =>
      (
        list.current?.querySelector<HTMLElement>('[aria-checked=true]') ??
        list.current?.querySelector('button')
      )?.focus(),
    )
    return () => cancelAnimationFrame(frame)
  }, [])

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys bubble here from the items
    <div ref={list} onKeyDown={(event) => moveFocus(event, close)}>
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          {...roleOf(item)}
          tabIndex={-1}
          disabled={item.disabled}
          className={cx(
            'flex min-h-9 w-full items-center gap-2.5 rounded-md px-2.5 py-1.5 text-left text-sm transition-colors enabled:hover:bg-hover enabled:focus:bg-hover disabled:opacity-50 pointer-coarse:min-h-11',
            item.danger && 'text-danger',
          )}
          onClick={() => {
            close()
            item.run()
          }}
        >
          <span className={item.danger ? undefined : 'text-muted'}>{item.icon}</span>
          <span className="grow">
            {item.label}
            {item.description !== undefined && (
              <span className="block text-muted text-xs">{item.description}</span>
            )}
          </span>
          {item.checked && <Check aria-hidden size={16} className="shrink-0 text-accent" />}
          {item.note !== undefined && <span className="text-muted text-xs">{item.note}</span>}
        </button>
      ))}
    </div>
  )
}

function roleOf({ checked }: MenuItem) {
  return checked === undefined ? { role: 'menuitem' } : { role: 'menuitemradio', 'aria-checked': checked }
}

function moveFocus(event: KeyboardEvent<HTMLElement>, close: () => void): void {
  if (event.key === 'Tab') {
    event.preventDefault()
    close()
    return
  }
  const items: HTMLElement[] = [...event.currentTarget.querySelectorAll<HTMLElement>('button:not(:disabled)')]
  const current = items.indexOf(document.activeElement as HTMLElement)
  const next = nextIndex(event.key, current, items)
  if (next === null) return
  event.preventDefault()
  items[next]?.focus()
}

function nextIndex(key: string, current: number, items: readonly HTMLElement[]): number | null {
  switch (key) {
    case 'ArrowDown':
      return (current + 1) % items.length
    case 'ArrowUp':
      return (current - 1 + items.length) % items.length
    case 'Home':
      return 0
    case 'End':
      return items.length - 1
    default: {
      if (key.length !== 1) return null
      const letter = key.toLowerCase()
      const found = items.findIndex((item) => item.textContent?.toLowerCase().startsWith(letter))
      return found < 0 ? null : found
    }
  }
}
