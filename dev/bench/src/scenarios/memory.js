// What a server keeps of memory after a hundred streams, as the image starts it, and what a token costs it meanwhile.
import { setTimeout as pause } from 'node:timers/promises'
import { memoryMb } from '../servers/processes.js'
import { startUru } from '../servers/uru-server.js'

export const MEMORY = {
  idlePss: 'Memory when ready: proportional set size (MB)',
  pss: 'Memory after 100 streams: proportional set size (MB)',
  dirty: 'Memory after 100 streams: private dirty (MB)',
  cpu: 'Memory: CPU per token, the last 100 streams at 20/s (us)',
}

const STREAMS = 100
const INTERVAL_MS = 50
const RAMP_MS = 2_000
const STEADY_MS = 10_000
/** The last load is measured; those before it make the heap grow and the compilers work. */
const LOADS = 6
/** So long nobody asks before the memory is read: what is in use for a moment is not kept. */
const CALM_MS = 10_000

/** @param {import('../stage.js').Stage} stage */
export async function memory(stage) {
  await stage.inRounds(
    'memory',
    stage.targets.filter(({ database }) => database),
    async (target, record) => {
      const server = await startUru(target.jdk, target.database, stage.mock.url, target.name, target.api)
      try {
        record(MEMORY.idlePss, memoryMb(server.pid).pss)
        const running = { api: 'responses', ...target, url: server.url, pid: server.pid }
        record(MEMORY.cpu, await load(stage, running))
        await pause(CALM_MS)
        const { pss, privateDirty } = memoryMb(server.pid)
        record(MEMORY.pss, pss)
        record(MEMORY.dirty, privateDirty)
      } finally {
        await server.stop()
      }
    },
  )
}

/** Returns what a token of the last load cost, in us. */
async function load(stage, target) {
  let cost = Number.NaN
  for (let i = 0; i < (stage.quick ? 1 : LOADS); i++) {
    const { steadyCpuUs } = await stage.ask('together', target, {
      streams: STREAMS,
      tokens: Math.ceil((RAMP_MS + STEADY_MS) / INTERVAL_MS) + 10,
      intervalMs: INTERVAL_MS,
      rampMs: RAMP_MS,
      steadyMs: STEADY_MS,
    })
    cost = steadyCpuUs.target
  }
  return cost
}
