import { describe, expect, it } from 'vitest'
import { routeOf } from './routes'

describe('the route of a path', () => {
  it.each([
    ['/', { page: 'chat', conversationId: null }],
    ['/c/0190', { page: 'chat', conversationId: '0190' }],
    ['/c/', { page: 'chat', conversationId: null }],
    ['/settings', { page: 'settings', section: 'profile' }],
    ['/settings/key', { page: 'settings', section: 'key' }],
    ['/settings/unknown', { page: 'settings', section: 'profile' }],
    ['/anything/else', { page: 'chat', conversationId: null }],
  ])('%s', (path, route) => {
    expect(routeOf(path)).toEqual(route)
  })
})
