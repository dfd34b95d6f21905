import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** A way to the server that can be cut: bytes go through until `cut`, and again after `mend`. */
export class Wire {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #whole = true

  private constructor(target: URL) {
    this.#server = createServer((near) => {
      if (!this.#whole) {
        near.destroy()
        return
      }
      const far = connect(Number(target.port || 80), target.hostname)
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(socket)
        socket.on('error', () => other.destroy())
        socket.on('close', () => {
          this.#sockets.delete(socket)
          other.destroy()
        })
        socket.pipe(other)
      }
    })
  }

  static async to(url: string): Promise<Wire> {
    const wire = new Wire(new URL(url))
    await new Promise<void>((listening) => wire.#server.listen(0, '127.0.0.1', listening))
    return wire
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  cut(): void {
    this.#whole = false
    for (const socket of this.#sockets) socket.destroy()
  }

  mend(): void {
    this.#whole = true
  }

  close(): void {
    this.cut()
    this.#server.close()
  }
}
