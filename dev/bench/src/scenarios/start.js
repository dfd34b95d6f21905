// How long Uru takes to be ready, against the same WAR on Payara Micro as it comes, and what it holds when nobody is there.
import { setTimeout as pause } from 'node:timers/promises'
import { cpuMs, footprint } from '../servers/processes.js'
import { startPlainPayara, startUru } from '../servers/uru-server.js'
import { progress } from '../stage.js'
import { shuffled } from '../statistics.js'

export const START = {
  wall: 'Start: s until ready',
  plainWall: 'plain java -jar payara-micro.jar: s until ready',
  wallRatio: 'Start: time against plain java -jar payara-micro.jar (ratio)',
  cpu: 'Start: CPU s until ready',
  plainCpu: 'plain java -jar payara-micro.jar: CPU s until ready',
  cpuRatio: 'Start: CPU time against plain java -jar payara-micro.jar (ratio)',
  resident: 'Idle after the start: resident memory (MB)',
}

/** Until what starting leaves behind has calmed down. */
const CALM_MS = 20_000

/** @param {import('../stage.js').Stage} stage */
export async function start(stage) {
  await stage.inRounds('start', stage.urus(), async (target, record) => {
    const own = {}
    for (const kind of shuffled(['delivered', 'plain'])) {
      progress(`start: ${target.name}, ${kind}`)
      own[kind] = await startOnce(stage, target.jdk, kind)
    }
    const { delivered, plain } = own
    record(START.wall, delivered.seconds)
    record(START.plainWall, plain.seconds)
    record(START.wallRatio, delivered.seconds / plain.seconds)
    record(START.cpu, delivered.cpuSeconds)
    record(START.plainCpu, plain.cpuSeconds)
    record(START.cpuRatio, delivered.cpuSeconds / plain.cpuSeconds)
    record(START.resident, delivered.residentMb)
  })
}

async function startOnce(stage, jdk, kind) {
  const start = kind === 'plain' ? startPlainPayara : startUru
  const server = await start(jdk, stage.database, stage.mock.url, 'start')
  const cpuSeconds = cpuMs(server.pid) / 1000
  if (kind === 'delivered') {
    await pause(CALM_MS)
  }
  const residentMb = footprint(server.pid).residentKb / 1024
  await server.stop()
  return { seconds: server.startSeconds, cpuSeconds, residentMb }
}
