import { create } from 'zustand'
import { ProblemError, toProblemError } from '@/shared/api/problem-error'
import { postKeyCheck } from '@/shared/api/provider-key'
import type { KeyCheck } from '@/shared/api/schema'
import { useSession } from '@/shared/api/session-store'
import { connectTabs } from '@/shared/tabs'
import { EarlySeal } from './early-seal'
import type { NewKey, Vault, VaultStatus } from './vault'
import { openVaultWorker } from './vault-client'
import { vaultEmpty } from './vault-problems'

/** `opening` until the first look into the vault; `unavailable` where this browser cannot keep one, see `problem`. */
export type VaultState =
  | VaultStatus
  | { status: 'opening' }
  | { status: 'unavailable'; problem: ProblemError }

/** The result of a check of the key, and when it came (RFC 3339). */
export type CheckedKey = { check: KeyCheck; checkedAt: string }

/** After this time the models of a key are asked for again. */
const CATALOGUE_MAX_AGE_MS = 24 * 3_600_000
/** A refresh that has failed is not repeated sooner. */
const REFRESH_PAUSE_MS = 10 * 60_000

/** The state of the signed-in person's vault. The key itself never comes here. */
export const useVault = create<VaultState>(() => ({ status: 'opening' }))

/** The last check of the key in this page; null: none, or the key was replaced since. */
export const useCheckedKey = create<{ last: CheckedKey | null }>(() => ({ last: null }))

let current: { userId: string; vault: Vault; close: () => void } | null = null
const earlySeal = new EarlySeal()
let refreshing: Promise<void> | null = null
let refreshedAt = Number.NEGATIVE_INFINITY

const sendToTabs = connectTabs<{ userId: string | undefined }>('uru.vault', ({ userId }) => {
  if (current && userId === current.userId) void follow((vault) => vault.status())
})

// Whatever has changed, it was sealed before: another key may be in use, or none.
useVault.subscribe(() => earlySeal.drop())

useSession.subscribe(({ user }) => {
  if (user?.id !== current?.userId) attach(user?.id ?? null)
})
attach(useSession.getState().user?.id ?? null)

document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') refreshIfStale()
})

/** Encrypts and keeps a key in place of the one before. @throws ProblemError `vault_*` */
export async function storeKey(newKey: NewKey): Promise<void> {
  await follow((vault) => vault.store(newKey))
  useCheckedKey.setState({ last: null })
  tellOtherTabs()
}

/** Takes back the last `storeKey`: the key before it is in use again, or none. */
export async function discardKey(): Promise<void> {
  await follow((vault) => vault.undo())
  useCheckedKey.setState({ last: null })
  tellOtherTabs()
}

/** @throws ProblemError `vault_wrong_passphrase`, `vault_damaged` */
export async function unlockVault(passphrase: string): Promise<void> {
  await follow((vault) => vault.unlock(passphrase))
  refreshIfStale()
}

export async function lockVault(): Promise<void> {
  await follow((vault) => vault.lock())
}

export async function removeKey(): Promise<void> {
  await follow((vault) => vault.remove())
  useCheckedKey.setState({ last: null })
  tellOtherTabs()
}

/**
 * Asks OpenAI what the key can do, and keeps the answer with the key.
 *
 * @throws ProblemError `provider_key_invalid`, `vault_locked`, …
 */
export async function checkKey(): Promise<KeyCheck> {
  const vault = opened()
  const check = await withSealedKey(postKeyCheck)
  const checkedAt = new Date().toISOString()
  const { host, findings } = check
  const status = await vault.record({ host, findings, checkedAt })
  if (vault !== current?.vault) return check
  useVault.setState(status, true)
  useCheckedKey.setState({ last: { check, checkedAt } })
  tellOtherTabs()
  return check
}

/** Checks the key again for its models and host; callers at the same time share one check. A failure changes nothing. */
export function refreshCatalogue(): Promise<void> {
  refreshedAt = Date.now()
  refreshing ??= refresh()
  return refreshing
}

async function refresh(): Promise<void> {
  const vault = current?.vault
  try {
    await checkKey()
  } catch {
    // What was known of the key stays as it is.
  }
  if (vault === current?.vault) refreshing = null
}

function refreshIfStale(): void {
  const vault = useVault.getState()
  if (vault.status !== 'unlocked' || Date.now() - refreshedAt < REFRESH_PAUSE_MS) return
  const { checkedAt } = vault.facts
  const age = Date.now() - (checkedAt === null ? 0 : Date.parse(checkedAt))
  if (age > CATALOGUE_MAX_AGE_MS) void refreshCatalogue()
}

/** Seals the key for a question that is being typed: then the request with it can leave without waiting. A failure is silent. */
export function sealEarly(): void {
  const vault = current?.vault
  if (vault && useVault.getState().status === 'unlocked') earlySeal.prepare(() => vault.seal(false))
}

/**
 * Does something that needs the key, with the key sealed for the server; once more with its newest transport key if it could
 * not read the first. Starts at once, before this function returns, if the key has been sealed early.
 *
 * @throws ProblemError `vault_empty` or `vault_locked` before anything was sent
 */
export async function withSealedKey<T>(action: (sealedKey: string) => Promise<T>): Promise<T> {
  const vault = opened()
  try {
    return await action(earlySeal.take() ?? (await vault.seal(false)))
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'provider_key_unreadable') throw error
    return action(await vault.seal(true))
  }
}

function attach(userId: string | null): void {
  current?.close()
  current = null
  useVault.setState({ status: 'opening' }, true)
  useCheckedKey.setState({ last: null })
  // The refresh of a closed vault never ends.
  refreshing = null
  refreshedAt = Number.NEGATIVE_INFINITY
  if (userId === null) return
  const { vault, close } = openVaultWorker(userId, (status) => useVault.setState(status, true))
  current = { userId, vault, close }
  follow((opened) => opened.status()).then(refreshIfStale, (error: unknown) =>
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
  sendToTabs({ userId: current?.userId })
}
