// Many people at once: what they need of memory, and whether others still get in.
import { randomUUID } from 'node:crypto'
import { expectOk } from '../load/http.js'
import { nowMs } from '../load/tokens.js'
import { liveHeapKb } from '../servers/jvm.js'
import { footprint } from '../servers/processes.js'
import { progress } from '../stage.js'
import { median } from '../statistics.js'

export const CROWD = {
  rate: '1,000 streams at 20/s: tokens/s delivered',
  wrong: '1,000 streams at 20/s: answers that failed or differ',
  heap: '1,000 streams at 20/s: live heap of each (kB)',
  resident: '1,000 streams at 20/s: resident memory (MB)',
  threads: '1,000 streams at 20/s: threads',
  login: '1,000 streams at 20/s: sign-in meanwhile (ms)',
  idleWrong: '2,000 idle streams: answers that failed or differ',
  idleHeap: '2,000 idle streams: live heap of each (kB)',
  idleResident: '2,000 idle streams: resident memory (MB)',
}

const PASSWORD = 'correct horse 42'
const STEADY_MS = 12_000
const LOGINS = 5

/** @param {import('../stage.js').Stage} stage */
export async function crowd(stage) {
  await stage.inRounds('crowd', stage.urus(), async (target, record) => {
    await busy(stage, target, record)
  })
  for (const target of stage.urus()) {
    await idle(stage, target)
  }
}

async function busy(stage, target, record) {
  const streams = stage.quick ? 100 : 1000
  const rampMs = streams * 5
  const visitor = await newVisitor(target)
  const before = await liveHeapKb(target.jdk, target.pid)
  const flowing = stage.ask('together', target, {
    streams,
    tokens: (rampMs + STEADY_MS) / 50,
    intervalMs: 50,
    rampMs,
    steadyMs: STEADY_MS,
  })
  await whenOpen(stage, streams)
  const login = median(await signIns(visitor))
  const { residentKb, threads } = footprint(target.pid)
  const during = await liveHeapKb(target.jdk, target.pid)
  const { outcome, steadyTokensPerSecond } = await flowing
  record(CROWD.rate, steadyTokensPerSecond)
  record(CROWD.wrong, outcome.wrong)
  record(CROWD.heap, (during - before) / streams)
  record(CROWD.resident, residentKb / 1024)
  record(CROWD.threads, threads)
  record(CROWD.login, login)
}

async function idle(stage, target) {
  progress(`crowd: idle, ${target.name}`)
  const streams = stage.quick ? 200 : 2000
  const rampMs = streams * 10
  const before = await liveHeapKb(target.jdk, target.pid)
  // A token every ten seconds; the first has been open for so long when the last has started.
  const open = stage.ask('together', target, {
    streams,
    tokens: Math.ceil(rampMs / 10_000) + 2,
    intervalMs: 10_000,
    rampMs,
    steadyMs: 5000,
  })
  await whenOpen(stage, streams)
  const during = await liveHeapKb(target.jdk, target.pid)
  const { residentKb } = footprint(target.pid)
  const { outcome } = await open
  stage.record(CROWD.idleWrong, target, outcome.wrong)
  stage.record(CROWD.idleHeap, target, (during - before) / streams)
  stage.record(CROWD.idleResident, target, residentKb / 1024)
}

/** Resolves when the upstream serves so many streams, or when it becomes clear that it will not. */
async function whenOpen(stage, streams) {
  const limit = nowMs() + 120_000
  let most = 0
  for (let live = 0; live < streams * 0.99 && nowMs() < limit; ) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    live = (await expectOk('GET', `${stage.mock.url}/bench/live`)).live
    most = Math.max(most, live)
    if (live < most * 0.9) {
      return
    }
  }
}

async function newVisitor({ url }) {
  const visitor = { url: `${url}/api/v1/auth/login`, email: `visitor-${randomUUID()}@example.org` }
  await expectOk('POST', `${url}/api/v1/auth/register`, {
    headers: { 'Uru-Client': 'benchmark' },
    body: { email: visitor.email, password: PASSWORD, displayName: 'Visitor' },
  })
  return visitor
}

async function signIns({ url, email }) {
  const times = []
  for (let i = 0; i < LOGINS; i++) {
    const from = nowMs()
    await expectOk('POST', url, {
      headers: { 'Uru-Client': 'benchmark' },
      body: { email, password: PASSWORD },
    })
    times.push(nowMs() - from)
  }
  return times
}
