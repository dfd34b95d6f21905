/** The page of the application that a path stands for. */
export type Route =
  | { page: 'chat'; conversationId: string | null }
  | { page: 'settings'; section: SettingsSection }
  | { page: 'admin'; section: AdminSection }
  /** One shared conversation; without a token, the list of what is shared with everybody. */
  | { page: 'shared'; token: string | null }
  | { page: 'set-password' }
  | { page: 'not-found' }

export type AdminSection = 'users' | 'usage' | 'settings'

export type SettingsSection = (typeof SETTINGS_SECTIONS)[number]

export const SETTINGS_SECTIONS = [
  'profile',
  'appearance',
  'chat',
  'key',
  'security',
  'sessions',
  'usage',
  'data',
  'privacy',
  'shortcuts',
] as const

export function routeOf(path: string): Route {
  const [, first, second, third] = path.split('/')
  if (path === '/admin' || path === '/admin/users') return { page: 'admin', section: 'users' }
  if (path === '/admin/usage') return { page: 'admin', section: 'usage' }
  if (path === '/admin/settings') return { page: 'admin', section: 'settings' }
  if (path === '/set-password') return { page: 'set-password' }
  if (path === '/' || path === '/sign-in') return { page: 'chat', conversationId: null }
  if (first === 'c' && second && third === undefined) {
    return { page: 'chat', conversationId: decodeURIComponent(second) }
  }
  if (first === 'shared' && third === undefined) {
    return { page: 'shared', token: second ? decodeURIComponent(second) : null }
  }
  if (first === 'settings' && third === undefined) {
    return { page: 'settings', section: SETTINGS_SECTIONS.find((section) => section === second) ?? 'profile' }
  }
  return { page: 'not-found' }
}
