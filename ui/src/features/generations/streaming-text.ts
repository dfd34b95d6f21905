import { useCallback, useSyncExternalStore } from 'react'
import { prefersStillness } from '@/shared/preferences'

/** What a reader waits for is shown in about six frames, so that bursts of the network look like an even flow. */
const SHARE_PER_FRAME = 3
const LEAST_PER_FRAME = 4
/** The first token is awaited, so it is rendered whole as soon as it comes; longer first texts flow as all others do. */
const FIRST_AT_ONCE = 80
/** More than this at once is history (a resumed stream): nobody wants to see it typed. */
const TYPED_AT_MOST = 1200

/**
 * The growing text of one answer, kept outside React. What has been received moves to the screen once per animation frame, so
 * the cost of a stream depends on the frames it lasts, not on the tokens it has.
 */
class StreamingText {
  #received = ''
  #shown = ''
  #frame: number | null = null
  #begunAt: number | null = null
  readonly #listeners = new Set<() => void>()

  append(text: string): void {
    this.#begunAt ??= performance.now()
    this.#received += text
    if (this.#shown === '') this.#showMore()
    else this.#frame ??= requestAnimationFrame(this.#showMore)
  }

  /** All that has come in. */
  get received(): string {
    return this.#received
  }

  /** When the first text arrived, in milliseconds of `performance.now()`; null: none has. */
  get begunAt(): number | null {
    return this.#begunAt
  }

  /** What the reader has before them. */
  get shown(): string {
    return this.#shown
  }

  close(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame)
    this.#frame = null
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly #showMore = (): void => {
    const waiting = this.#received.length - this.#shown.length
    const least = this.#shown === '' ? FIRST_AT_ONCE : LEAST_PER_FRAME
    const share = Math.max(least, Math.ceil(waiting / SHARE_PER_FRAME))
    const step = waiting > TYPED_AT_MOST || prefersStillness() ? waiting : Math.min(waiting, share)
    this.#shown = this.#received.slice(0, wholeCharacterEnd(this.#received, this.#shown.length + step))
    this.#frame = this.#shown.length < this.#received.length ? requestAnimationFrame(this.#showMore) : null
    for (const listener of this.#listeners) listener()
  }
}

const texts = new Map<string, StreamingText>()
/** Summaries of the reasoning that comes before and among the text of the same answers. */
const reasonings = new Map<string, StreamingText>()
const awaiting = new Set<() => void>()

/** Begins the text of an answer; an unfinished one of the same id is forgotten. */
export function openText(messageId: string): void {
  for (const kind of [texts, reasonings]) {
    kind.get(messageId)?.close()
    kind.set(messageId, new StreamingText())
  }
  for (const listener of awaiting) listener()
}

export function appendText(messageId: string, text: string): void {
  texts.get(messageId)?.append(text)
}

export function appendReasoning(messageId: string, text: string): void {
  reasonings.get(messageId)?.append(text)
}

/** The summary of the reasoning that has come in for an answer; null: none. */
export function receivedReasoning(messageId: string): string | null {
  return reasonings.get(messageId)?.received || null
}

/**
 * Returns how many seconds passed from the first reasoning to the first text of an answer that streams into this page, or null
 * where one of them has not come or both came at once, as the history of a resumed stream does.
 */
export function reasoningSeconds(messageId: string): number | null {
  const begin = reasonings.get(messageId)?.begunAt ?? null
  const end = texts.get(messageId)?.begunAt ?? null
  const seconds = begin === null || end === null ? 0 : Math.round((end - begin) / 1000)
  return seconds > 0 ? seconds : null
}

/** How much of an answer its reader has seen, in UTF-16 code units. */
export function shownLength(messageId: string): number {
  return texts.get(messageId)?.shown.length ?? 0
}

export function closeText(messageId: string): void {
  for (const kind of [texts, reasonings]) {
    kind.get(messageId)?.close()
    kind.delete(messageId)
  }
  for (const listener of awaiting) listener()
}

/** The text so far of an answer that streams into this page, once per frame; null for every other message. */
export function useStreamingText(messageId: string): string | null {
  return useGrowing(texts, messageId)
}

/** The same for the summary of its reasoning. */
export function useStreamingReasoning(messageId: string): string | null {
  return useGrowing(reasonings, messageId)
}

function useGrowing(kind: ReadonlyMap<string, StreamingText>, messageId: string): string | null {
  const subscribe = useCallback(
    (listener: () => void) => {
      let leave = kind.get(messageId)?.subscribe(listener)
      const rejoin = () => {
        leave?.()
        leave = kind.get(messageId)?.subscribe(listener)
        listener()
      }
      awaiting.add(rejoin)
      return () => {
        awaiting.delete(rejoin)
        leave?.()
      }
    },
    [kind, messageId],
  )
  return useSyncExternalStore(subscribe, () => kind.get(messageId)?.shown ?? null)
}

function wholeCharacterEnd(text: string, end: number): number {
  const code = text.charCodeAt(end - 1)
  const splitsPair = code >= 0xd800 && code <= 0xdbff && end < text.length
  return splitsPair ? end + 1 : end
}
