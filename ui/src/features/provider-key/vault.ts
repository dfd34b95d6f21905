import type { KeyFinding } from '@/shared/api/schema'

/**
 * How the provider key is protected at rest.
 *
 * - `passphrase`: encrypted under a key derived from a passphrase that is stored nowhere; locks itself after 30 idle minutes.
 * - `device`: encrypted under a key that this browser uses but never reveals. A person who can use this browser profile can use it.
 * - `tab`: nothing is stored; the key is gone with the tab.
 */
export type VaultMode = 'passphrase' | 'device' | 'tab'

/** What is kept beside the encrypted key. Nothing of it is secret. */
export type KeyFacts = {
  /** The API host that the key belongs to; null: the one that the server is configured with. */
  readonly host: string | null
  /** Ids that are sent along with the key, where its owner has given them. */
  readonly organization: string | null
  readonly project: string | null
  /** When the key was last checked (RFC 3339); null: never. */
  readonly checkedAt: string | null
  readonly findings: readonly KeyFinding[]
}

export const NO_FACTS: KeyFacts = {
  host: null,
  organization: null,
  project: null,
  checkedAt: null,
  findings: [],
}

/** `hint` is the last four characters of the key, for its owner to tell it from another. */
export type VaultStatus =
  | { status: 'empty' }
  | { status: 'locked' | 'unlocked'; mode: VaultMode; hint: string; facts: KeyFacts }

/** `key` as it was pasted. */
export type NewKey = {
  key: string
  mode: VaultMode
  passphrase?: string
  organization?: string
  project?: string
}

/** What a check has found out. */
export type CheckedFacts = Pick<KeyFacts, 'host' | 'checkedAt' | 'findings'>

/**
 * One user's vault. Whatever implements it, no method gives the key back.
 *
 * Every method throws a `ProblemError` whose code begins with `vault_`, `insecure_context` or, for `seal`, one of the API client.
 */
export type Vault = {
  status(): Promise<VaultStatus>
  /** @throws ProblemError `vault_admin_key`, `vault_malformed_key`, `vault_weak_passphrase` */
  store(newKey: NewKey): Promise<VaultStatus>
  /** Takes back the last `store`: the key before it is there again, or none. */
  undo(): Promise<VaultStatus>
  /** Keeps what the check of the key that was sealed last has found, unless that key has been replaced since. */
  record(facts: CheckedFacts): Promise<VaultStatus>
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
