import type { StoredVault, VaultStorage } from './key-vault'
import { storageUnavailable } from './vault-problems'

const DATABASE = 'uru-vault'
const VAULTS = 'vaults'

/** IndexedDB, because it alone can keep a CryptoKey that nobody may read. */
export function browserVaultStorage(): VaultStorage {
  return {
    read: (userId) => inStore('readonly', (vaults) => vaults.get(userId)),
    write: (userId, stored) => inStore('readwrite', (vaults) => vaults.put(stored, userId)).then(() => {}),
    remove: (userId) => inStore('readwrite', (vaults) => vaults.delete(userId)).then(() => {}),
  }
}

async function inStore(
  mode: IDBTransactionMode,
  action: (vaults: IDBObjectStore) => IDBRequest,
): Promise<StoredVault | undefined> {
  try {
    const database = await open()
    try {
      const transaction = database.transaction(VAULTS, mode)
      const request = action(transaction.objectStore(VAULTS))
      await new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve()
        transaction.onabort = () => reject(transaction.error)
      })
      return request.result as StoredVault | undefined
    } finally {
      database.close()
    }
  } catch (error) {
    throw storageUnavailable(error)
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(VAULTS)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
    request.onblocked = () => reject(new Error('Another tab holds the database'))
  })
}
