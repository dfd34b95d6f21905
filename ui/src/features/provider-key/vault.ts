/**
 * How the provider key is protected at rest.
 *
 * - `passphrase`: encrypted under a key derived from a passphrase that is stored nowhere; locks itself after 30 idle minutes.
 * - `device`: encrypted under a key that this browser uses but never reveals. Whoever can use this browser profile can use it.
 * - `tab`: nothing is stored; the key is gone with the tab.
 */
export type VaultMode = 'passphrase' | 'device' | 'tab'

/** `hint` is the last four characters of the key, for its owner to tell it from another. */
export type VaultStatus =
  | { status: 'empty' }
  | { status: 'locked' | 'unlocked'; mode: VaultMode; hint: string }

export type NewKey = { key: string; mode: VaultMode; passphrase?: string }

/**
 * One user's vault. Whatever implements it, no method gives the key back.
 *
 * Every method throws a `ProblemError` whose code begins with `vault_`, `insecure_context` or, for `seal`, one of the API client.
 */
export type Vault = {
  status(): Promise<VaultStatus>
  store(newKey: NewKey): Promise<VaultStatus>
  /** @throws ProblemError `vault_wrong_passphrase` */
  unlock(passphrase: string): Promise<VaultStatus>
  /** In mode `device` and `tab` there is nothing to type, hence nothing to lock. */
  lock(): Promise<VaultStatus>
  remove(): Promise<VaultStatus>
  /**
   * The key as a compact JWE that only the server can open, for the next minute.
   *
   * @param fresh fetch the server's transport keys anew: it has refused one sealed with those we know
   */
  seal(fresh: boolean): Promise<string>
}

export const PASSPHRASE_MIN_LENGTH = 8
