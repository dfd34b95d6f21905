import { create, type StoreApi, type UseBoundStore } from 'zustand'
import { currentUserId, useSession } from './api/session-store'

export type UserStore<T extends object> = {
  /** The signed-in user's value; the parsed `null` while nobody is signed in. */
  use: UseBoundStore<StoreApi<T>>
  /** Replaces the value and keeps it in this browser; does nothing while nobody is signed in. */
  set: (value: T) => void
}

/**
 * Returns a store whose value is kept in `localStorage` for each user, and follows what other tabs write.
 *
 * @param prefix of the storage key; the user's id follows it
 * @param parse makes a value from what was stored (`null` where nothing was), which another version may have written
 */
export function createUserStore<T extends object>(
  prefix: string,
  parse: (stored: unknown) => T,
): UserStore<T> {
  const read = (): T => {
    const userId = currentUserId()
    if (userId === null) return parse(null)
    try {
      return parse(JSON.parse(localStorage.getItem(prefix + userId) ?? 'null'))
    } catch {
      // Storage is blocked or damaged.
      return parse(null)
    }
  }
  const use = create<T>(read)

  useSession.subscribe(({ user }, before) => {
    if (user?.id !== before.user?.id) use.setState(read(), true)
  })
  window.addEventListener('storage', ({ key }) => {
    if (key === prefix + currentUserId()) use.setState(read(), true)
  })

  return {
    use,
    set: (value) => {
      const userId = currentUserId()
      if (userId === null) return
      use.setState(value, true)
      try {
        localStorage.setItem(prefix + userId, JSON.stringify(value))
      } catch {
        // Storage is full or blocked: the value then lasts as long as the page.
      }
    },
  }
}
