// Answers that are given up. Only Uru has an explicit stop: a reader who just goes away stops nothing there.
import { percentile } from '../statistics.js'
import { newQuestions, sentByUpstream, usersOf } from './questions.js'
import { openStream } from './stream.js'
import { nowMs } from './tokens.js'

const STOP_AFTER_TOKENS = 5
const UPSTREAM_PATIENCE_MS = 10_000

/**
 * Opens streams evenly over a ramp and stops each when it flows; measures how long the upstream's socket stayed open after the
 * stop was sent.
 *
 * @param {import('./streaming.js').Wish & {rampMs: number, goingAway: boolean}} wish `goingAway`: every other reader also
 *   closes the connection, and does not wait for the last event
 */
export async function stops(wish) {
  const questions = await newQuestions(wish)
  const stopped = await Promise.all(
    questions.map(async (question, i) => {
      await pause((i * wish.rampMs) / wish.streams)
      return stopOne(wish.target, question, wish.goingAway && i % 2 === 0)
    }),
  )
  const sent = await whenUpstreamEnded(wish, questions)
  const faults = questions
    .map(({ name }, i) => stopped[i].fault ?? (sent[name] ? undefined : 'the upstream was still read'))
    .filter((fault) => fault !== undefined)
  const waits = questions.map(({ name }, i) => Number(sent[name]?.endedNs) / 1e6 - stopped[i].stoppedAtMs)
  return {
    outcome: { answers: questions.length, wrong: faults.length, example: faults[0] ?? '' },
    waitP50Ms: percentile(waits, 0.5),
    waitP99Ms: percentile(waits, 0.99),
  }
}

async function stopOne(target, question, goesAway) {
  let count = 0
  let flowing = () => {}
  const flows = new Promise((resolve) => {
    flowing = resolve
  })
  const stream = openStream(question.call, {
    onTokens: (sent) => {
      count += sent.length
      if (count >= STOP_AFTER_TOKENS) {
        flowing()
      }
    },
  })
  await Promise.race([flows, stream.done])
  if (goesAway) {
    stream.abort()
  }
  const stoppedAtMs = nowMs()
  await usersOf(target).stop(question)
  const { end } = await stream.done
  return { stoppedAtMs, fault: goesAway || end === 'stopped' ? undefined : `ended as ${end || 'nothing'}` }
}

/** What the upstream says of these streams, as soon as all have ended there or patience has. */
async function whenUpstreamEnded({ mockUrl }, questions) {
  const sent = {}
  const limit = nowMs() + UPSTREAM_PATIENCE_MS
  do {
    await pause(20)
    Object.assign(sent, await sentByUpstream(mockUrl))
  } while (questions.some(({ name }) => !sent[name]) && nowMs() < limit)
  return sent
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
