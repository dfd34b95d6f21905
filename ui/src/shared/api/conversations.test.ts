import { HttpResponse, http } from 'msw'
import { beforeEach, expect, test, vi } from 'vitest'
import { withFakeServer } from '@/testing/network'
import { deleteConversation, patchConversation } from './conversations'
import { login } from './session-store'

const fake = withFakeServer()
const realFetch = globalThis.fetch

beforeEach(async () => {
  await login({ email: 'ada@example.org', password: 'correct horse' })
  fake.server.createConversation({ id: 'c' })
})

/** The server gets the next request, and its answer is lost. */
function loseNextAnswer(): void {
  vi.spyOn(globalThis, 'fetch').mockImplementationOnce(async (path, init) => {
    await realFetch(path, init)
    throw new DOMException('No answer in time', 'TimeoutError')
  })
}

test('a change whose answer is lost is made again', async () => {
  loseNextAnswer()

  await expect(patchConversation('c', { title: 'Rome' })).resolves.toMatchObject({ title: 'Rome' })
})

test('a deletion whose answer is lost has succeeded if the conversation is gone', async () => {
  loseNextAnswer()

  await expect(deleteConversation('c')).resolves.toBeUndefined()
  expect(fake.server.conversations.has('c')).toBe(false)
})

test('a conversation that was not there is not deleted', async () => {
  await expect(deleteConversation('none')).rejects.toMatchObject({ code: 'not_found' })
})

test('a refused deletion is not repeated', async () => {
  let asked = 0
  fake.network.use(
    http.delete('*/conversations/:id', () => {
      asked++
      return HttpResponse.json({ code: 'forbidden', title: 'Forbidden' }, { status: 403 })
    }),
  )

  await expect(deleteConversation('c')).rejects.toMatchObject({ code: 'forbidden' })
  expect(asked).toBe(1)
})
