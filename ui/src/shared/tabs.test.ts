import { afterEach, describe, expect, test, vi } from 'vitest'
import { connectTabs } from './tabs'

describe('a tab', () => {
  afterEach(() => {
    vi.resetModules()
  })

  test('hears the others, and they hear it', async () => {
    const heard: string[] = []
    const tell = connectTabs<string>('test', (message) => heard.push(message))
    const other = new BroadcastChannel('test')
    const answers: unknown[] = []
    other.addEventListener('message', ({ data }) => answers.push(data))
    tell('from here')
    other.postMessage('from there')

    await vi.waitFor(() => expect([heard, answers]).toEqual([['from there'], ['from here']]))
    other.close()
  })

  test.each([
    ['has no BroadcastChannel', undefined],
    [
      'refuses BroadcastChannel',
      class {
        constructor() {
          throw new DOMException('The operation is insecure.', 'SecurityError')
        }
      },
    ],
  ])('works alone in a browser that %s', async (_, channel) => {
    vi.stubGlobal('BroadcastChannel', channel)

    connectTabs('test', () => {})('nobody hears this')
    await expect(import('@/shared/api/session-store')).resolves.toHaveProperty('useSession')
    await expect(import('@/features/provider-key/vault-store')).resolves.toHaveProperty('useVault')
  })
})
