import type { UserEvent } from '@/shared/api/schema'
import { openTabChannel, type TabChannel } from '@/shared/tabs'
import { uuidv7 } from '@/shared/uuid'
import { receiveUserEvents } from './event-connection'
import { joinElection } from './leader-election'
import { RunningSnapshot } from './running-snapshot'

export type ConnectionState = 'open' | 'reconnecting'

export type UserEventListener = {
  /** A `running` event comes first, and again whenever events may have been missed. */
  event: (event: UserEvent) => void
  /** Called with `reconnecting` for every connection that is refused or lost. */
  connection: (state: ConnectionState) => void
}

type LeaderMessage =
  | { type: 'event'; event: UserEvent }
  /** The connection is refused or lost. In a hidden tab timers are throttled: it may take a minute to connect again. */
  | { type: 'lost'; hidden: boolean }

type TabMessage =
  | LeaderMessage
  /** Sent by a tab that has missed what was said before; the leader answers with the snapshot. */
  | { type: 'join'; tab: string }
  | { type: 'snapshot'; tab: string; event: UserEvent }
  /** Sent by visible tabs; the leader answers with `pong` from its message handler, because hidden tabs have slow timers. */
  | { type: 'ping' }
  | { type: 'pong' }

/** A leader that answers none of the pings of about two seconds is closed, frozen or hangs. */
const PING_INTERVAL_MS = 600
const MAX_MISSED_PINGS = 3

/**
 * Gives the listener the events of a user. All tabs of a browser share one connection: the leader among them holds it and hands
 * every event on. A tab without BroadcastChannel or Web Locks has a connection of its own.
 *
 * @returns the function that ends it
 */
export function followUserEvents(userId: string, listener: UserEventListener): () => void {
  const follower = new UserEventFollower(`uru.events.${userId}`, listener)
  return () => follower.stop()
}

class UserEventFollower {
  readonly #listener: UserEventListener
  readonly #tab = uuidv7()
  readonly #stopped = new AbortController()
  readonly #snapshot = new RunningSnapshot()
  #channel: TabChannel<TabMessage> | null
  #steal = () => {}
  #leading = false
  /** Of the connection that this tab holds. */
  #connection: ConnectionState | 'connecting' = 'connecting'
  #missedPings = 0
  #leaderIsThrottled = false

  constructor(name: string, listener: UserEventListener) {
    this.#listener = listener
    const { signal } = this.#stopped
    const { locks } = navigator as { locks?: LockManager | null }
    this.#channel = locks ? openTabChannel(name, (message) => this.#receive(message)) : null
    if (!locks || !this.#channel) {
      void this.#lead(signal)
      return
    }
    this.#steal = joinElection(
      locks,
      name,
      (term) => this.#lead(term),
      () => this.#leadAlone(),
      signal,
    )
    const pinging = setInterval(() => this.#checkLeader(), PING_INTERVAL_MS)
    signal.addEventListener('abort', () => clearInterval(pinging))
    document.addEventListener('visibilitychange', () => this.#checkLeader(), { signal })
    window.addEventListener('pageshow', ({ persisted }) => persisted && this.#join(), { signal })
    this.#join()
  }

  stop(): void {
    this.#stopped.abort()
    this.#closeChannel()
  }

  #join(): void {
    this.#channel?.post({ type: 'join', tab: this.#tab })
  }

  #closeChannel(): void {
    this.#channel?.close()
    this.#channel = null
  }

  #lead(term: AbortSignal): Promise<void> {
    this.#leading = true
    this.#connection = 'connecting'
    term.addEventListener('abort', () => this.#follow())
    const handOn = (message: LeaderMessage) => {
      if (term.aborted) return
      this.#channel?.post(message)
      this.#take(message)
    }
    this.#channel?.post({ type: 'pong' })
    return receiveUserEvents(
      (event) => handOn({ type: 'event', event }),
      () => handOn({ type: 'lost', hidden: document.visibilityState === 'hidden' }),
      term,
    )
  }

  /** Another tab has taken the lock. What it has told since then was not heard here, above all if this tab was frozen. */
  #follow(): void {
    this.#leading = false
    if (!this.#stopped.signal.aborted) this.#join()
  }

  /** The browser has Web Locks but gives none to this page. */
  #leadAlone(): void {
    this.#closeChannel()
    void this.#lead(this.#stopped.signal)
  }

  #receive(message: TabMessage): void {
    if (this.#leading) this.#answer(message)
    else this.#hear(message)
  }

  #answer(message: TabMessage): void {
    if (message.type === 'ping') this.#channel?.post({ type: 'pong' })
    if (message.type !== 'join') return
    const { tab } = message
    if (this.#connection === 'open') {
      this.#channel?.post({ type: 'snapshot', tab, event: this.#snapshot.toEvent() })
    } else if (this.#connection === 'reconnecting') {
      this.#channel?.post({ type: 'lost', hidden: document.visibilityState === 'hidden' })
    }
  }

  #hear(message: TabMessage): void {
    if (message.type === 'ping' || message.type === 'join') return
    this.#missedPings = 0
    if (message.type === 'snapshot') {
      if (message.tab === this.#tab) this.#take({ type: 'event', event: message.event })
    } else if (message.type !== 'pong') this.#take(message)
  }

  #take(message: LeaderMessage): void {
    if (message.type === 'lost') {
      this.#leaderIsThrottled = message.hidden
      this.#connection = 'reconnecting'
      this.#listener.connection('reconnecting')
      return
    }
    if (message.event.event === 'running') {
      this.#leaderIsThrottled = false
      this.#connection = 'open'
      this.#listener.connection('open')
    }
    if (this.#leading) this.#snapshot.update(message.event)
    this.#listener.event(message.event)
  }

  /** Takes the place of a leader that does not answer, or that is slow to connect again. */
  #checkLeader(): void {
    if (this.#leading || document.visibilityState === 'hidden') {
      this.#missedPings = 0
    } else if (this.#missedPings >= MAX_MISSED_PINGS || this.#leaderIsThrottled) {
      this.#missedPings = 0
      this.#leaderIsThrottled = false
      this.#steal()
    } else {
      this.#missedPings++
      this.#channel?.post({ type: 'ping' })
    }
  }
}
