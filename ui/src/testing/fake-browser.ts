type LockRequest = {
  run: () => unknown
  resolve: (value: unknown) => void
  reject: (reason: unknown) => void
}

/** What connects the tabs of one browser, for tabs that share the realm of a test: Web Locks and BroadcastChannel. */
export class FakeBrowser {
  readonly #held = new Map<string, LockRequest>()
  readonly #waiting = new Map<string, LockRequest[]>()
  readonly #channels = new Set<FakeChannel>()

  readonly locks = {
    request: (name: string, { signal, steal }: LockOptions, run: () => unknown) =>
      new Promise((resolve, reject) => {
        const request = { run, resolve, reject }
        if (steal) {
          this.#held.get(name)?.reject(new DOMException('The lock was stolen', 'AbortError'))
          return this.#grant(name, request)
        }
        if (!this.#held.has(name)) return this.#grant(name, request)
        this.#waiting.set(name, [...this.#waitingFor(name), request])
        signal?.addEventListener('abort', () => {
          this.#waiting.set(
            name,
            this.#waitingFor(name).filter((each) => each !== request),
          )
          reject(signal.reason)
        })
      }),
  }

  /** The class that the tabs see as `BroadcastChannel`. */
  channelClass(): new (name: string) => FakeChannel {
    const channels = this.#channels
    return class extends FakeChannel {
      constructor(name: string) {
        super(name, channels)
      }
    }
  }

  /** The channels that are open, oldest first. */
  get channels(): FakeChannel[] {
    return [...this.#channels]
  }

  #waitingFor(name: string): LockRequest[] {
    return this.#waiting.get(name) ?? []
  }

  #grant(name: string, request: LockRequest): void {
    this.#held.set(name, request)
    Promise.resolve()
      .then(request.run)
      .then(request.resolve, request.reject)
      .finally(() => {
        if (this.#held.get(name) !== request) return
        this.#held.delete(name)
        const [next, ...rest] = this.#waitingFor(name)
        this.#waiting.set(name, rest)
        if (next) this.#grant(name, next)
      })
  }
}

export class FakeChannel extends EventTarget {
  readonly #name: string
  readonly #all: Set<FakeChannel>
  /** What a frozen tab has missed and not sent; null: the tab is not frozen. */
  #deferred: (() => void)[] | null = null

  constructor(name: string, all: Set<FakeChannel>) {
    super()
    this.#name = name
    this.#all = all
    all.add(this)
  }

  freeze(): void {
    this.#deferred = []
  }

  thaw(): void {
    const deferred = this.#deferred ?? []
    this.#deferred = null
    for (const act of deferred) act()
  }

  postMessage(data: unknown): void {
    this.#whenActive(() => {
      for (const other of this.#all) {
        if (other === this || other.#name !== this.#name) continue
        queueMicrotask(() => other.#receive(structuredClone(data)))
      }
    })
  }

  close(): void {
    this.#all.delete(this)
  }

  #receive(data: unknown): void {
    this.#whenActive(() => {
      if (this.#all.has(this)) this.dispatchEvent(new MessageEvent('message', { data }))
    })
  }

  #whenActive(act: () => void): void {
    if (this.#deferred) this.#deferred.push(act)
    else act()
  }
}
