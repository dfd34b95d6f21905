// What has to be reached, each as a bound on one metric: as it is, over a reference, or as a multiple of one (both of the same
// round).
import { RELAY } from './relay.js'
import { quartiles } from './statistics.js'

/** @type {{metric: string, over?: string, times?: string, atMost?: number, atLeast?: number}[]} */
export const LIMITS = [
  { metric: RELAY.ttft, over: 'direct', atMost: 4 },
  { metric: RELAY.delay, over: 'direct', atMost: 0.6 },
  { metric: RELAY.delayP99, times: 'pipe', atMost: 2 },
  { metric: RELAY.cpu, times: 'nginx', atMost: 7 },
  { metric: RELAY.cpu, times: 'portkey', atMost: 0.8 },
  { metric: RELAY.saturated, times: 'portkey', atLeast: 1.5 },
  { metric: RELAY.saturated, times: 'nginx', atLeast: 0.25 },
]

/** In words. */
export function describe({ over, times, atMost, atLeast }) {
  const bound = atMost === undefined ? `>= ${atLeast}` : `<= ${atMost}`
  return times ? `${bound} x ${times}` : over ? `${bound} over ${over}` : bound
}

/**
 * How a target stands to a limit.
 *
 * @param {Map<string, number[]>} byTarget the samples of the limit's metric
 * @returns {undefined | {value: number, low: number, high: number, reached: boolean, missedBy: number}} undefined when
 *   there is nothing to compare; `missedBy` is a share of the bound
 */
export function judge(limit, byTarget, target) {
  const reference = limit.times ?? limit.over
  const values = byTarget?.get(target)
  const references = reference ? byTarget?.get(reference) : values
  if (!values || !references) {
    return undefined
  }
  const compared = values
    .slice(0, references.length)
    .map((value, round) =>
      limit.times ? value / references[round] : limit.over ? value - references[round] : value,
    )
  const { median: value, low, high } = quartiles(compared)
  const bound = limit.atMost ?? limit.atLeast
  const excess = limit.atMost === undefined ? bound - value : value - bound
  return { value, low, high, reached: excess <= 0, missedBy: bound === 0 ? excess : excess / bound }
}
