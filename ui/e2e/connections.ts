import type { BrowserContext, Page, Request } from '@playwright/test'

/** Counts the event streams that a browser has, over all its tabs. */
export class EventConnections {
  /** The tab of each request for the shared stream, in order. */
  readonly openedBy: Page[] = []
  /** The tab of each request for a page of an answer's events. */
  readonly pagesReadBy: Page[] = []
  /** Most event streams of any kind that were open at the same time. */
  most = 0
  readonly #open = new Set<Request>()

  private constructor() {}

  /** Counts from now on; before the first page of the context is open. */
  static of(context: BrowserContext): EventConnections {
    const connections = new EventConnections()
    context.on('request', (request) => connections.#opened(request))
    context.on('requestfinished', (request) => connections.#open.delete(request))
    context.on('requestfailed', (request) => connections.#open.delete(request))
    return connections
  }

  get open(): number {
    return this.#open.size
  }

  #opened(request: Request): void {
    if (/\/generations\/[^/]+\/events/.test(request.url())) this.pagesReadBy.push(request.frame().page())
    if (request.headers()['accept'] !== 'text/event-stream') return
    this.openedBy.push(request.frame().page())
    this.#open.add(request)
    this.most = Math.max(this.most, this.#open.size)
  }
}
