// What has to be reached, each as a bound on one metric: as it is, over a reference, or as a multiple of one (both of the same
// round).
import { CANCEL } from './scenarios/cancel.js'
import { COLD } from './scenarios/cold.js'
import { CROWD } from './scenarios/crowd.js'
import { FIRST_TOKEN } from './scenarios/first-token.js'
import { HISTORY } from './scenarios/history.js'
import { KNEE } from './scenarios/knee.js'
import { LONELY } from './scenarios/lonely.js'
import { MEMORY } from './scenarios/memory.js'
import { RELAY } from './scenarios/relay.js'
import { START } from './scenarios/start.js'
import { TABS } from './scenarios/tabs.js'
import { BASELINE, throughChat } from './servers/targets.js'
import { WRONG } from './stage.js'
import { quartiles } from './statistics.js'

/** Refers to the Uru that asks through Chat Completions and is otherwise the same as the one that is judged. */
const CHAT_COMPLETIONS = 'the same through Chat Completions'

/** @type {{metric: string, over?: string, times?: string, atMost?: number, atLeast?: number}[]} */
export const LIMITS = [
  { metric: RELAY.ttft, over: 'direct', atMost: 4 },
  { metric: RELAY.ttft, times: CHAT_COMPLETIONS, atMost: 1.1 },
  { metric: RELAY.delay, over: 'direct', atMost: 0.6 },
  { metric: RELAY.delayP99, times: 'pipe', atMost: 2 },
  { metric: RELAY.cpu, times: 'nginx', atMost: 7 },
  { metric: RELAY.cpu, times: 'portkey', atMost: 0.8 },
  { metric: RELAY.cpu, times: CHAT_COMPLETIONS, atMost: 1.1 },
  { metric: RELAY.saturated, times: 'portkey', atLeast: 1.5 },
  { metric: RELAY.saturated, times: 'nginx', atLeast: 0.25 },
  { metric: LONELY.cpu, atMost: 1000 },
  { metric: LONELY.postgresCpu, atMost: 300 },
  { metric: LONELY.idle, atMost: 0.6 },
  { metric: KNEE.streams, times: 'pipe', atLeast: 0.6 },
  { metric: CROWD.wrong, atMost: 0 },
  { metric: CROWD.heap, atMost: 80 },
  { metric: CROWD.resident, atMost: 512 },
  { metric: CROWD.login, atMost: 1000 },
  { metric: CROWD.idleWrong, atMost: 0 },
  { metric: CANCEL.p99, atMost: 100 },
  { metric: CANCEL.live, atMost: 0 },
  { metric: CANCEL.heap, atMost: 10 },
  { metric: CANCEL.threads, atMost: 20 },
  { metric: HISTORY.listAdded, atMost: 3 },
  { metric: HISTORY.messagesAdded, atMost: 3 },
  { metric: HISTORY.listAddedAmongOthers, atMost: 3 },
  { metric: HISTORY.messagesAddedAmongOthers, atMost: 3 },
  { metric: HISTORY.listGrowth, atMost: 1.25 },
  { metric: HISTORY.messagesGrowth, atMost: 1.25 },
  { metric: FIRST_TOKEN.new.shown, atMost: 80 },
  { metric: FIRST_TOKEN.followUp.shown, atMost: 60 },
  { metric: TABS.stop, atMost: 1000 },
  { metric: TABS.open, atMost: 2000 },
  { metric: TABS.connections, atMost: 1 },
  { metric: TABS.question, atMost: 500 },
  { metric: TABS.lag, atMost: 300 },
  { metric: TABS.differs, atMost: 0 },
  { metric: START.wallRatio, atMost: 0.65 },
  { metric: START.cpuRatio, atMost: 0.6 },
  { metric: START.resident, atMost: 400 },
  { metric: COLD.first, times: BASELINE, atMost: 0.25 },
  { metric: COLD.signUp, times: BASELINE, atMost: 0.2 },
  { metric: MEMORY.pss, times: BASELINE, atMost: 0.8 },
  { metric: MEMORY.dirty, atMost: 330 },
  { metric: MEMORY.cpu, times: BASELINE, atMost: 1.02 },
  { metric: WRONG, atMost: 0 },
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
  const reference = limit.times === CHAT_COMPLETIONS ? throughChat(target) : (limit.times ?? limit.over)
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
  return { value, low, high, reached: excess <= 0, missedBy: excess / bound }
}
