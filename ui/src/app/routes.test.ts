import { describe, expect, it } from 'vitest'
import { routeOf } from './routes'

describe('the route of a path', () => {
  it.each([
    ['/', { page: 'chat', conversationId: null }],
    ['/c/0190', { page: 'chat', conversationId: '0190' }],
    ['/sign-in', { page: 'chat', conversationId: null }],
    ['/c/', { page: 'not-found' }],
    ['/c/0190/more', { page: 'not-found' }],
    ['/settings', { page: 'settings', section: 'profile' }],
    ['/settings/key', { page: 'settings', section: 'key' }],
    ['/settings/usage', { page: 'settings', section: 'usage' }],
    ['/settings/privacy', { page: 'settings', section: 'privacy' }],
    ['/settings/unknown', { page: 'settings', section: 'profile' }],
    ['/settings/key/more', { page: 'not-found' }],
    ['/admin', { page: 'admin', section: 'users' }],
    ['/admin/users', { page: 'admin', section: 'users' }],
    ['/admin/usage', { page: 'admin', section: 'usage' }],
    ['/admin/settings', { page: 'admin', section: 'settings' }],
    ['/admin/nope', { page: 'not-found' }],
    ['/nope', { page: 'not-found' }],
    ['/anything/else', { page: 'not-found' }],
  ])('%s', (path, route) => {
    expect(routeOf(path)).toEqual(route)
  })
})
