// How many streams a relay carries before its readers notice.

export const KNEE = { streams: 'Knee: most streams at 20/s with p99 <= 100 ms' }

const LEVELS = [50, 100, 200, 300, 400, 500, 600, 800, 1000, 1200, 1400, 1600]
const FIRST_LEVEL = LEVELS.indexOf(200)
const BOUND_MS = 100
const INTERVAL_MS = 50
const STARTS_PER_SECOND = 200
const STEADY_MS = 4000

/** @param {import('../stage.js').Stage} stage */
export async function knee(stage) {
  const lastKnee = new Map()
  await stage.inRounds('knee', stage.urusAnd('direct', 'pipe'), async (target, record) => {
    const level = await search(stage, target, lastKnee.get(target) ?? FIRST_LEVEL)
    lastKnee.set(target, Math.max(level, 0))
    record(KNEE.streams, LEVELS[level] ?? 0)
  })
}

/** Climbs from a level that may hold, or descends to one that does; -1 where none does. */
async function search(stage, target, from) {
  const highest = stage.quick ? FIRST_LEVEL : LEVELS.length - 1
  let level = from
  if (await holds(stage, target, LEVELS[level])) {
    while (level < highest && (await holds(stage, target, LEVELS[level + 1]))) {
      level++
    }
    return level
  }
  do {
    level--
  } while (level >= 0 && !(await holds(stage, target, LEVELS[level])))
  return level
}

async function holds(stage, target, streams) {
  const rampMs = Math.max(1000, (streams / STARTS_PER_SECOND) * 1000)
  const { outcome, delayP99Ms } = await stage.ask('together', target, {
    streams,
    tokens: Math.ceil((rampMs + STEADY_MS) / INTERVAL_MS) + 10,
    intervalMs: INTERVAL_MS,
    rampMs,
    steadyMs: STEADY_MS,
  })
  return outcome.wrong === 0 && delayP99Ms <= BOUND_MS
}
