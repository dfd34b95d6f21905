import type { AdminUser, LoginSession } from '@/shared/api/schema'
import { person } from './fake-people'

const NAMES = [
  'Bob Builder',
  'Cleo Patra',
  'Dora Invited',
  'Emil with a name that is much longer than most others',
  'Faye',
]

/** People to look at: the administrator, some in every state, and enough for a second page. */
export function mockPeople(ownId: string): AdminUser[] {
  const many = Array.from({ length: 80 }, (_, i) =>
    person({ id: `person-${i}`, displayName: NAMES[i] ?? `Person ${i}`, sessions: i % 4 }),
  )
  const changes: Partial<AdminUser>[] = [
    { role: 'viewer' },
    { status: 'disabled', sessions: 0 },
    { invited: true, sessions: 0, lastUsedAt: null },
  ]
  return [
    person({ id: ownId, displayName: 'Ada Lovelace', email: 'ada@example.org', role: 'admin' }),
    ...many.map((each, i) => ({ ...each, ...changes[i] })),
  ]
}

const ADDRESSES = ['203.0.113.9', '2001:db8:85a3:8d3:1319:8a2e:370:7348']

export function mockSessions(): LoginSession[] {
  const times = { createdAt: '2026-11-20T08:00:00Z', lastUsedAt: '2026-11-28T09:00:00Z' }
  const agents = [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:146.0) Gecko/20100101 Firefox/146.0',
    'curl/8.5.0',
  ]
  return agents.map((userAgent, i) => ({
    id: `session-${i}`,
    userAgent,
    address: ADDRESSES[i] ?? null,
    current: i === 0,
    expiresAt: '2026-12-20T08:00:00Z',
    ...times,
  }))
}
