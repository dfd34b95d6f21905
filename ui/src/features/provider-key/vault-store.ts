import { create } from 'zustand'
import { ProblemError, toProblemError } from '@/shared/api/problem-error'
import { postKeyCheck } from '@/shared/api/provider-key'
import type { KeyCheck } from '@/shared/api/schema'
import { useSession } from '@/shared/api/session-store'
import type { NewKey, Vault, VaultStatus } from './vault'
import { openVaultWorker } from './vault-client'
import { vaultEmpty } from './vault-problems'

/** `opening` until the first look into the vault; `unavailable` where this browser cannot keep one, see `problem`. */
export type VaultState =
  | VaultStatus
  | { status: 'opening' }
  | { status: 'unavailable'; problem: ProblemError }

/** The state of the signed-in person's vault. The key itself never comes here. */
export const useVault = create<VaultState>(() => ({ status: 'opening' }))

let current: { userId: string; vault: Vault; close: () => void } | null = null

const otherTabs = new BroadcastChannel('uru.vault')
otherTabs.addEventListener('message', ({ data }: MessageEvent<{ userId: string }>) => {
  if (data.userId === current?.userId) void follow((vault) => vault.status())
})

useSession.subscribe(({ user }) => {
  if (user?.id !== current?.userId) attach(user?.id ?? null)
})
attach(useSession.getState().user?.id ?? null)

/** Encrypts and keeps a key in place of the one before. @throws ProblemError `vault_*` */
export async function storeKey(newKey: NewKey): Promise<void> {
  await follow((vault) => vault.store(newKey))
  tellOtherTabs()
}

/** @throws ProblemError `vault_wrong_passphrase`, `vault_damaged` */
export async function unlockVault(passphrase: string): Promise<void> {
  await follow((vault) => vault.unlock(passphrase))
}

export async function lockVault(): Promise<void> {
  await follow((vault) => vault.lock())
}

export async function removeKey(): Promise<void> {
  await follow((vault) => vault.remove())
  tellOtherTabs()
}

/** Asks OpenAI whether the key works. @throws ProblemError `provider_key_invalid`, `vault_locked`, … */
export function checkKey(): Promise<KeyCheck> {
  return withSealedKey(postKeyCheck)
}

/**
 * Does something that needs the key, with the key sealed for the server; once more with its newest transport key if it could
 * not read the first.
 *
 * @throws ProblemError `vault_empty` or `vault_locked` before anything was sent
 */
export async function withSealedKey<T>(action: (sealedKey: string) => Promise<T>): Promise<T> {
  const vault = opened()
  try {
    return await action(await vault.seal(false))
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'provider_key_unreadable') throw error
    return action(await vault.seal(true))
  }
}

function attach(userId: string | null): void {
  current?.close()
  current = null
  useVault.setState({ status: 'opening' }, true)
  if (userId === null) return
  const { vault, close } = openVaultWorker(userId, (status) => useVault.setState(status, true))
  current = { userId, vault, close }
  follow((opened) => opened.status()).catch((error: unknown) =>
    useVault.setState({ status: 'unavailable', problem: toProblemError(error) }, true),
  )
}

async function follow(action: (vault: Vault) => Promise<VaultStatus>): Promise<void> {
  const vault = opened()
  const status = await action(vault)
  if (vault === current?.vault) useVault.setState(status, true)
}

function opened(): Vault {
  if (!current) throw vaultEmpty()
  return current.vault
}

function tellOtherTabs(): void {
  otherTabs.postMessage({ userId: current?.userId })
}
