// What a server costs that serves nobody, or one reader.
import { setTimeout as pause } from 'node:timers/promises'
import { cpuMs } from '../servers/processes.js'

export const LONELY = {
  idle: 'Idle: CPU (% of a core)',
  postgresIdle: "Idle: PostgreSQL's CPU (% of a core)",
  cpu: '1 stream at 20/s: CPU per token (us)',
  postgresCpu: "1 stream at 20/s: PostgreSQL's CPU per token (us)",
}

const INTERVAL_MS = 50
/** Sockets of an answer before, its journal and the compilers are busy for some seconds after its end. */
const CALM_MS = 10_000

/** The stage's warm-up asks short questions; the compilers have not seen a stream that lasts. */
const WARM_UP_MS = 60_000
const WARM_UP_STREAMS = 20

/** @param {import('../stage.js').Stage} stage */
export async function lonely(stage) {
  const urus = stage.targets.filter(({ dialect }) => dialect === 'uru')
  for (const target of stage.quick ? [] : urus) {
    await stage.ask('together', target, streams(WARM_UP_STREAMS, WARM_UP_MS))
  }
  await stage.inRounds('lonely', urus, async (target, record) => {
    await idle(stage, target, record)
    await oneStream(stage, target, record)
  })
}

async function idle(stage, { pid, postgresPid }, record) {
  const ms = stage.quick ? 5000 : 30_000
  await pause(stage.quick ? 0 : CALM_MS)
  const before = [pid, postgresPid].map(cpuMs)
  await pause(ms)
  const [cpu, postgresCpu] = [pid, postgresPid].map((process, i) => cpuMs(process) - before[i])
  record(LONELY.idle, (cpu / ms) * 100)
  record(LONELY.postgresIdle, (postgresCpu / ms) * 100)
}

async function oneStream(stage, target, record) {
  const steadyMs = stage.quick ? 5000 : 60_000
  const { steadyCpuUs } = await stage.ask('together', target, streams(1, steadyMs))
  record(LONELY.cpu, steadyCpuUs.target)
  record(LONELY.postgresCpu, steadyCpuUs.postgres)
}

const streams = (count, steadyMs) => ({
  streams: count,
  tokens: Math.ceil(steadyMs / INTERVAL_MS) + 40,
  intervalMs: INTERVAL_MS,
  rampMs: 0,
  steadyMs,
})
