import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { type Connect, type Plugin, runnerImport } from 'vite'

type MockApi = (request: Request) => Promise<Response | undefined>

/**
 * Answers `/api` inside Vite's own server, in `dev` as in `preview`. The browser sees a real HTTP server, streams included,
 * and nothing of the mock can get into a bundle.
 */
export function mockApi(root: string): Plugin {
  const middleware = async (): Promise<Connect.NextHandleFunction> => {
    const { module } = await runnerImport<{ startMockApi: () => MockApi }>('./src/testing/mock-api.ts', {
      root,
      configFile: false,
      resolve: { alias: { '@': `${root}/src` } },
    })
    const answer = module.startMockApi()
    return (incoming, outgoing, next) => {
      if (!incoming.url?.startsWith('/api/')) return next()
      respond(answer, incoming, outgoing).catch(next)
    }
  }
  return {
    name: 'uru-mock-api',
    configureServer: async (server) => void server.middlewares.use(await middleware()),
    configurePreviewServer: async (server) => void server.middlewares.use(await middleware()),
  }
}

async function respond(answer: MockApi, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const hasBody = incoming.method !== 'GET' && incoming.method !== 'HEAD'
  const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [
    name,
    String(value),
  ])
  const response = await answer(
    new Request(`http://${incoming.headers.host}${incoming.url}`, {
      method: incoming.method ?? 'GET',
      headers,
      ...(hasBody ? { body: Readable.toWeb(incoming) as BodyInit, duplex: 'half' } : {}),
    } as RequestInit),
  )
  outgoing.writeHead(response?.status ?? 404, Object.fromEntries(response?.headers ?? []))
  if (!response?.body) return void outgoing.end()
  const stream = Readable.fromWeb(response.body as ReadableStream)
  outgoing.on('close', () => stream.destroy())
  stream.pipe(outgoing)
}
