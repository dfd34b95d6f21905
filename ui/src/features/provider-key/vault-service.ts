import { toProblemError } from '@/shared/api/problem-error'
import { KeyVault, type VaultStorage } from './key-vault'
import { transportKeysOfServer } from './sealed-key'
import type { Vault, VaultStatus } from './vault'
import type { PlainProblem, VaultCall, VaultOperation, VaultReply } from './vault-protocol'

/** The part of a worker's global scope that a vault needs. */
export type VaultScope = {
  location: { origin: string }
  addEventListener(type: 'message', listener: (event: MessageEvent<VaultCall>) => void): void
  postMessage(reply: VaultReply): void
}

/** Answers the calls of one window with the vault of the user that they name. */
export function serveVault(scope: VaultScope, storage: VaultStorage): void {
  const transportKeys = transportKeysOfServer()
  const vaults = new Map<string, Vault>()

  const vaultOf = (userId: string): Vault => {
    const known = vaults.get(userId)
    if (known) return known
    const owner = { origin: scope.location.origin, userId }
    const onLocked = (status: VaultStatus) => scope.postMessage({ type: 'status', status })
    const vault = new KeyVault(owner, storage, transportKeys, onLocked)
    vaults.set(userId, vault)
    return vault
  }

  scope.addEventListener('message', ({ data: { call, userId, operation } }) => {
    perform(vaultOf(userId), operation).then(
      (value) => scope.postMessage({ type: 'done', call, value }),
      (error: unknown) => scope.postMessage({ type: 'failed', call, problem: plain(error) }),
    )
  })
}

function perform(vault: Vault, operation: VaultOperation): Promise<VaultStatus | string> {
  switch (operation.name) {
    case 'status':
      return vault.status()
    case 'store':
      return vault.store(operation.newKey)
    case 'undo':
      return vault.undo()
    case 'record':
      return vault.record(operation.facts)
    case 'unlock':
      return vault.unlock(operation.passphrase)
    case 'lock':
      return vault.lock()
    case 'remove':
      return vault.remove()
    case 'seal':
      return vault.seal(operation.fresh)
  }
}

function plain(error: unknown): PlainProblem {
  const { code, status, title, detail, action, retryAfter } = toProblemError(error)
  return { code, status, title, detail, action, retryAfter }
}
