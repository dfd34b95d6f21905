import { Buffer } from 'node:buffer'
import { type BrowserContext, expect, type Request } from '@playwright/test'

const SEALED_KEY_HEADER = 'uru-provider-key'

/** Notes everything that a browser says and sends, for the questions that are asked at the end of a journey. */
export class Witness {
  /** Errors that the pages and workers reported, without those that tell of a failed request. */
  readonly complaints: string[] = []
  /** `422 /api/v1/…` for each answer above 399. */
  readonly refusals: string[] = []
  readonly #requests: Request[] = []
  readonly #context: BrowserContext

  private constructor(context: BrowserContext) {
    this.#context = context
  }

  /** Watches from now on; before the first page of the context is open. */
  static async of(context: BrowserContext): Promise<Witness> {
    const witness = new Witness(context)
    context.on('request', (request) => witness.#requests.push(request))
    context.on('response', (response) => {
      if (response.status() < 400) return
      witness.refusals.push(`${response.status()} ${new URL(response.url()).pathname}`)
    })
    context.on('weberror', (error) => witness.complaints.push(`page error: ${error.error()}`))
    context.on('console', (message) => {
      // Chromium says this of every answer above 399, be it expected or not: `refusals` has them.
      if (message.text().startsWith('Failed to load resource: the server responded')) return
      if (message.type() === 'error' || message.type() === 'warning') {
        witness.complaints.push(`console ${message.type()}: ${message.text()}`)
      }
    })
    await context.exposeFunction('tellOfViolation', (violation: string) => {
      witness.complaints.push(`content security policy: ${violation}`)
    })
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        const { tellOfViolation } = window as unknown as { tellOfViolation: (violation: string) => void }
        tellOfViolation(
          `${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`,
        )
      })
    })
    return witness
  }

  /** How many requests carried a sealed key; each of them is a JWE for the server. */
  async sealedKeys(): Promise<number> {
    const headers = await Promise.all(this.#requests.map((request) => request.allHeaders()))
    const sealed = headers.map((each) => each[SEALED_KEY_HEADER]).filter((value) => value !== undefined)
    for (const value of sealed) {
      expect(value).toMatch(/^[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+$/)
      const header = JSON.parse(Buffer.from(value.split('.', 1)[0] ?? '', 'base64url').toString()) as unknown
      expect(header).toMatchObject({ alg: 'ECDH-ES', enc: 'A256GCM' })
    }
    return sealed.length
  }

  /** Where a secret stands in something that was sent: address, headers or body, as it is or in Base64. */
  async leaksOf(secret: string): Promise<string[]> {
    const leaks: string[] = []
    for (const request of this.#requests) {
      const parts = {
        address: decodeURIComponent(request.url()),
        headers: JSON.stringify(await request.allHeaders()),
        body: request.postDataBuffer()?.toString('latin1') ?? '',
      }
      for (const [part, text] of Object.entries(parts)) {
        if (spellingsOf(secret).some((spelling) => text.includes(spelling))) {
          leaks.push(`${part} of ${request.method()} ${request.url()}`)
        }
      }
    }
    return leaks
  }

  /** Where a secret stands in what the browser keeps: cookies, local and session storage, IndexedDB, caches. */
  async remainsOf(secret: string): Promise<string[]> {
    const kept: [string, string][] = [['cookies', JSON.stringify(await this.#context.cookies())]]
    for (const page of this.#context.pages()) kept.push(...(await page.evaluate(dumpStorage)))
    expect(
      kept.some(([where]) => where.startsWith('IndexedDB')),
      'the vault is among what was searched',
    ).toBe(true)
    return kept
      .filter(([, text]) => spellingsOf(secret).some((spelling) => text.includes(spelling)))
      .map(([where]) => where)
  }
}

/** A secret as it is, in hexadecimal, and inside Base64 at each of the three offsets it can have there. */
function spellingsOf(secret: string): string[] {
  const inBase64 = [0, 1, 2].map((offset) => {
    const text = Buffer.from(`${'-'.repeat(offset)}${secret}`).toString('base64')
    const core = text.slice(offset === 0 ? 0 : 4, -4)
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')]
  })
  return [secret, Buffer.from(secret).toString('hex'), ...inBase64.flat()]
}

/** Runs in the page. Bytes are read as Latin-1, so that text in them can be found. */
async function dumpStorage(): Promise<[string, string][]> {
  const bytes = (buffer: ArrayBufferLike): string =>
    [...new Uint8Array(buffer)].map((byte) => String.fromCharCode(byte)).join('')
  const written = async (value: unknown): Promise<string> => {
    if (value instanceof ArrayBuffer) return bytes(value)
    if (ArrayBuffer.isView(value)) return bytes(value.buffer)
    if (value instanceof CryptoKey) {
      return value.extractable ? bytes(await crypto.subtle.exportKey('raw', value)) : ''
    }
    if (typeof value !== 'object' || value === null) return String(value)
    const parts = await Promise.all(
      Object.entries(value).map(async ([name, each]) => `${name}=${await written(each)}`),
    )
    return parts.join('\n')
  }
  const done = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
  const dump: [string, string][] = [
    ['localStorage', JSON.stringify(localStorage)],
    ['sessionStorage', JSON.stringify(sessionStorage)],
  ]
  for (const { name } of await indexedDB.databases()) {
    if (name === undefined) continue
    const database = await done(indexedDB.open(name))
    for (const store of database.objectStoreNames) {
      const objects = database.transaction(store).objectStore(store)
      const [keys, values] = await Promise.all([done(objects.getAllKeys()), done(objects.getAll())])
      dump.push([`IndexedDB ${name}/${store}`, `${await written(keys)}\n${await written(values)}`])
    }
    database.close()
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name)
    for (const request of await cache.keys()) {
      dump.push([`cache ${name}`, `${request.url}\n${await (await cache.match(request))?.text()}`])
    }
  }
  return dump
}
