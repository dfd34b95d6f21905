import { toProblemError } from '@/shared/api/problem-error'
import { KeyVault } from './key-vault'
import { transportKeysOfServer } from './sealed-key'
import type { Vault, VaultStatus } from './vault'
import type { PlainProblem, VaultCall, VaultOperation, VaultReply } from './vault-protocol'
import { browserVaultStorage } from './vault-storage'

let vault: { userId: string; operations: Vault } | null = null

self.addEventListener('message', ({ data }: MessageEvent<VaultCall>) => {
  perform(vaultOf(data.userId), data.operation).then(
    (value) => reply({ type: 'done', call: data.call, value }),
    (error: unknown) => reply({ type: 'failed', call: data.call, problem: plain(error) }),
  )
})

function vaultOf(userId: string): Vault {
  if (vault?.userId !== userId) {
    const owner = { origin: self.location.origin, userId }
    const onLocked = (status: VaultStatus) => reply({ type: 'status', status })
    const operations = new KeyVault(owner, browserVaultStorage(), transportKeysOfServer(), onLocked)
    vault = { userId, operations }
  }
  return vault.operations
}

function perform(operations: Vault, operation: VaultOperation): Promise<VaultStatus | string> {
  switch (operation.name) {
    case 'status':
      return operations.status()
    case 'store':
      return operations.store(operation.newKey)
    case 'unlock':
      return operations.unlock(operation.passphrase)
    case 'lock':
      return operations.lock()
    case 'remove':
      return operations.remove()
    case 'seal':
      return operations.seal(operation.fresh)
  }
}

function plain(error: unknown): PlainProblem {
  const { code, status, title, detail, action, retryAfter } = toProblemError(error)
  return { code, status, title, detail, action, retryAfter }
}

function reply(message: VaultReply): void {
  self.postMessage(message)
}
