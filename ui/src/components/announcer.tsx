import { create } from 'zustand'

interface Announcement {
  readonly id: number
  readonly text: string
}

const KEPT = 6

let next = 1

const useAnnouncements = create<{ items: readonly Announcement[] }>(() => ({ items: [] }))

/** Has a screen reader say this when it has finished what it is saying. */
export function announce(text: string): void {
  const id = next++
  useAnnouncements.setState(({ items }) => ({ items: [...items, { id, text }].slice(-KEPT) }))
}

/** The page's one polite live region; additions are read, removals are not. */
export function Announcer() {
  const items = useAnnouncements((state) => state.items)
  return (
    <div aria-live="polite" aria-relevant="additions" aria-atomic="false" className="sr-only">
      {items.map((item) => (
        <p key={item.id}>{item.text}</p>
      ))}
    </div>
  )
}
