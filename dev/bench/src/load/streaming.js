// Streams that are read to their end.
import { cpuMs } from '../servers/processes.js'
import { median, percentile } from '../statistics.js'
import { eachOf, expectOk } from './http.js'
import { compare, compareStored, newQuestions } from './questions.js'
import { openStream } from './stream.js'
import { nowMs } from './tokens.js'

/** How long after the ramp the watch may wait for the last stream to flow. */
const FIRST_TOKENS_PATIENCE_MS = 3000
const ACCEPTED_POLL_MS = 50

/**
 * @typedef {{target: {dialect: string, url: string, headers: object}, streams: number, tokens: number, intervalMs: number,
 *   mockUrl: string}} Wish
 */

/** One stream after the other; every token counts. @param {Wish} wish */
export async function sequence(wish) {
  const questions = await newQuestions(wish)
  const delays = []
  const onTokens = (sent, now) => {
    for (const sentMs of sent) {
      delays.push(now - sentMs)
    }
  }
  const results = await eachOf(questions, 1, ({ call }) => openStream(call, { onTokens }).done)
  return {
    outcome: await compare(wish, questions, results),
    ttftMs: median(results.map((result) => result.ttftMs)),
    delayP50Ms: median(delays),
  }
}

/** Asks as the page does, which reads the answers elsewhere: some at a time, each until it is stored. @param {Wish} wish */
export async function accepted(wish) {
  const questions = await newQuestions(wish)
  await eachOf(questions, 4, async ({ call, generation }) => {
    const headers = { ...call.headers, Accept: 'application/json' }
    await expectOk('POST', call.url, { headers, body: JSON.parse(call.body) })
    while ((await expectOk('GET', generation, { headers })).status === 'streaming') {
      await pause(ACCEPTED_POLL_MS)
    }
  })
  return { outcome: await compareStored(wish, questions) }
}

/**
 * Opens streams evenly over a ramp, watches them from when all flow, and reads each to its end.
 *
 * @param {Wish & {rampMs: number, steadyMs: number, watch: Record<string, number>}} wish `watch` names the processes whose
 *   CPU time counts
 */
export async function together(wish) {
  const questions = await newQuestions(wish)
  const delays = []
  const steady = { from: Number.POSITIVE_INFINITY, to: Number.POSITIVE_INFINITY, tokens: 0 }
  const onTokens = (sent, now) => {
    if (now >= steady.from && now < steady.to) {
      steady.tokens += sent.length
      for (const sentMs of sent) {
        delays.push(now - sentMs)
      }
    }
  }
  const before = { at: nowMs(), cpu: cpuOf(wish.watch) }
  const open = await Promise.all(
    questions.map(async ({ call }, i) => {
      await pause((i * wish.rampMs) / wish.streams)
      return openStream(call, { onTokens })
    }),
  )
  await Promise.race([Promise.all(open.map(({ first }) => first)), pause(FIRST_TOKENS_PATIENCE_MS)])
  const steadyCpu = await during(steady, wish)
  const results = await Promise.all(open.map(({ done }) => done))
  const after = { at: nowMs(), cpu: cpuOf(wish.watch) }

  const tokens = results.reduce((sum, result) => sum + result.tokens, 0)
  return {
    outcome: await compare(wish, questions, results),
    tokensPerSecond: (tokens / (after.at - before.at)) * 1000,
    ttftMs: median(results.map((result) => result.ttftMs)),
    delayP50Ms: median(delays),
    delayP99Ms: percentile(delays, 0.99),
    steadyTokensPerSecond: (steady.tokens / (steady.to - steady.from)) * 1000,
    steadyCpuUs: perToken(steadyCpu, steady.tokens),
    wholeCpuUs: perToken(difference(before.cpu, after.cpu), tokens),
  }
}

async function during(steady, wish) {
  const from = cpuOf(wish.watch)
  steady.from = nowMs()
  await pause(wish.steadyMs)
  steady.to = nowMs()
  return difference(from, cpuOf(wish.watch))
}

function cpuOf(watch) {
  return Object.fromEntries(Object.entries(watch).map(([name, pid]) => [name, cpuMs(pid)]))
}

function difference(from, to) {
  return Object.fromEntries(Object.keys(from).map((name) => [name, to[name] - from[name]]))
}

function perToken(cpu, tokens) {
  return Object.fromEntries(Object.entries(cpu).map(([name, ms]) => [name, (ms * 1000) / tokens]))
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
