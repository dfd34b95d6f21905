import type { StoredVault } from '@/features/provider-key/key-vault'
import type { VaultCall, VaultReply } from '@/features/provider-key/vault-protocol'
import { serveVault } from '@/features/provider-key/vault-service'

const stored = new Map<string, StoredVault>()

/** Stands in for `Worker` where there are none: the real vault, in the same realm, on storage that lasts for the test file. */
export class InProcessWorker extends EventTarget {
  readonly #toVault = new EventTarget()
  #terminated = false

  constructor() {
    super()
    serveVault(
      {
        location: { origin: 'https://uru.test' },
        addEventListener: (type, listener) => this.#toVault.addEventListener(type, listener as EventListener),
        postMessage: (reply: VaultReply) => {
          if (!this.#terminated) this.dispatchEvent(new MessageEvent('message', { data: reply }))
        },
      },
      {
        read: async (userId) => stored.get(userId),
        write: async (userId, vault) => void stored.set(userId, vault),
        remove: async (userId) => void stored.delete(userId),
      },
    )
  }

  postMessage(call: VaultCall): void {
    this.#toVault.dispatchEvent(new MessageEvent('message', { data: call }))
  }

  terminate(): void {
    this.#terminated = true
  }
}
