/** The page of the application that a path stands for. */
export type Route =
  | { page: 'chat'; conversationId: string | null }
  | { page: 'settings'; section: SettingsSection }

export type SettingsSection = (typeof SETTINGS_SECTIONS)[number]

export const SETTINGS_SECTIONS = ['profile', 'appearance', 'key', 'shortcuts'] as const

export function routeOf(path: string): Route {
  const [, first, second] = path.split('/')
  if (first === 'c' && second) return { page: 'chat', conversationId: decodeURIComponent(second) }
  if (first === 'settings') {
    return { page: 'settings', section: SETTINGS_SECTIONS.find((section) => section === second) ?? 'profile' }
  }
  return { page: 'chat', conversationId: null }
}
