import { type APIRequestContext, expect } from '@playwright/test'
import { ADMINISTRATOR, type Person } from './uru.ts'

export type StoredMessage = {
  id: string
  parentId: string | null
  role: 'user' | 'assistant'
  text: string
  model: string | null
  status: string
}

/** Makes an account without a browser. */
export async function registerThere(request: APIRequestContext, person: Person): Promise<void> {
  const response = await request.post('/api/v1/auth/register', {
    data: person,
    headers: { 'Uru-Client': 'web' },
  })
  expect(response.status()).toBe(201)
}

/** What the server has kept of a conversation, oldest first. */
export async function storedMessages(
  request: APIRequestContext,
  { email, password }: Person,
  conversationId: string,
): Promise<StoredMessage[]> {
  const login = await request.post('/api/v1/auth/login', {
    data: { email, password },
    headers: { 'Uru-Client': 'web' },
  })
  const { accessToken } = (await login.json()) as { accessToken: string }
  const response = await request.get(`/api/v1/conversations/${conversationId}/messages`, {
    headers: { Authorization: `Bearer ${accessToken}` },
  })
  expect(response.status()).toBe(200)
  return ((await response.json()) as { items: StoredMessage[] }).items
}

/** Has the administrator add a viewer, and sets the password of the invitation. */
export async function addViewer(request: APIRequestContext, person: Person): Promise<void> {
  const client = { 'Uru-Client': 'web' }
  const login = await request.post('/api/v1/auth/login', { data: ADMINISTRATOR, headers: client })
  const { accessToken } = (await login.json()) as { accessToken: string }
  const added = await request.post('/api/v1/admin/users', {
    data: { email: person.email, displayName: person.displayName, role: 'viewer' },
    headers: { Authorization: `Bearer ${accessToken}` },
  })
  expect(added.status()).toBe(201)
  const { invitation } = (await added.json()) as { invitation: { url: string } }
  const token = new URL(invitation.url).hash.slice(1)
  const set = await request.post('/api/v1/auth/password', {
    data: { token, password: person.password },
    headers: client,
  })
  expect(set.status()).toBe(200)
}
