import { type APIRequestContext, expect } from '@playwright/test'
import type { Person } from './uru.ts'

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
