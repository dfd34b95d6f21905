// Whether a stop really stops, and whether anything is left behind.
import { expectOk } from '../load/http.js'
import { liveHeapKb } from '../servers/jvm.js'
import { footprint } from '../servers/processes.js'

export const CANCEL = {
  p50: "Stop: ms until the upstream's socket is closed, p50",
  p99: "Stop: ms until the upstream's socket is closed, p99",
  aborts: 'Aborts, half of them by readers who go away',
  live: 'after them: upstream streams still open',
  heap: 'after them: growth of the live heap (MB)',
  threads: 'after them: growth of the threads',
}

const LONG_ANSWER = { tokens: 2000, intervalMs: 50 }
const ABORTS_AT_A_TIME = 50
const CALM_MS = 65_000

/** @param {import('../stage.js').Stage} stage */
export async function cancel(stage) {
  await stage.inRounds('cancel', stage.urus(), async (target, record) => {
    const result = await stage.ask('stops', target, {
      ...LONG_ANSWER,
      streams: stage.quick ? 50 : 200,
      rampMs: stage.quick ? 1000 : 4000,
      goingAway: false,
    })
    record(CANCEL.p50, result.waitP50Ms)
    record(CANCEL.p99, result.waitP99Ms)
  })
  for (const target of stage.urus()) {
    await aborts(stage, target)
  }
}

async function aborts(stage, target) {
  const count = stage.quick ? 200 : 10_000
  const before = await holdings(target)
  for (let done = 0; done < count; done += ABORTS_AT_A_TIME) {
    await stage.ask('stops', target, {
      ...LONG_ANSWER,
      streams: ABORTS_AT_A_TIME,
      rampMs: 0,
      goingAway: true,
    })
  }
  const { live } = await expectOk('GET', `${stage.mock.url}/bench/live`)
  // Threads and connections that wait for new work end after a minute without any.
  await new Promise((resolve) => setTimeout(resolve, stage.quick ? 1000 : CALM_MS))
  const after = await holdings(target)
  stage.record(CANCEL.aborts, target, count)
  stage.record(CANCEL.live, target, live)
  stage.record(CANCEL.heap, target, (after.heapKb - before.heapKb) / 1024)
  stage.record(CANCEL.threads, target, after.threads - before.threads)
}

async function holdings({ jdk, pid }) {
  return { heapKb: await liveHeapKb(jdk, pid), threads: footprint(pid).threads }
}
