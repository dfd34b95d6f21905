/** The server accepts a sealed key for 50 s; what is left after this time is for the request. */
const MAX_AGE_MS = 20_000

/** A key that is sealed before it is needed. `sealed` is missing while it is being sealed and after that has failed. */
type Held = { begunAt: number; sealed?: string }

/** Holds at most one sealed key, for one use within 20 s. */
export class EarlySeal {
  #held: Held | null = null

  /** Seals unless there is a key that can be used, or the last attempt is less than 20 s ago. A failure is silent. */
  prepare(seal: () => Promise<string>): void {
    if (isFresh(this.#held)) return
    const held: Held = { begunAt: Date.now() }
    this.#held = held
    seal().then(
      (sealed) => {
        held.sealed = sealed
      },
      () => {},
    )
  }

  /** Returns the sealed key and forgets it; undefined if there is none that can be used. */
  take(): string | undefined {
    const held = this.#held
    if (held?.sealed === undefined) return undefined
    this.#held = null
    return isFresh(held) ? held.sealed : undefined
  }

  /** Forgets the sealed key, also one that is being sealed. */
  drop(): void {
    this.#held = null
  }
}

function isFresh(held: Held | null): boolean {
  return held !== null && Date.now() - held.begunAt < MAX_AGE_MS
}
