import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { FakeServer } from './fake-server'
import { handlersOf } from './handlers'

/**
 * Puts a fresh fake server behind `fetch` for every test of the file. `network.use(...)` lets single calls go wrong; a request
 * that nobody answers fails the test.
 */
export function withFakeServer(): { readonly server: FakeServer; network: ReturnType<typeof setupServer> } {
  const network = setupServer()
  let server = new FakeServer()
  beforeAll(() => network.listen({ onUnhandledRequest: 'error' }))
  beforeEach(() => {
    server = new FakeServer()
    network.resetHandlers(...handlersOf(server))
  })
  afterEach(() => network.resetHandlers())
  afterAll(() => network.close())
  return {
    get server() {
      return server
    },
    network,
  }
}
