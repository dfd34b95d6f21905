// How much a relay adds to a stream, and what it costs.

export const RELAY = {
  ttft: 'First token, 1 stream (ms)',
  delay: 'Delay of a token, 1 stream, p50 (ms)',
  delayP99: 'Delay of a token, 200 streams at 20/s, p99 (ms)',
  cpu: 'CPU per token, 200 streams at 20/s (us)',
  wholeCpu: 'the same with the start and the end of each answer (us)',
  postgresCpu: "PostgreSQL's CPU per token (us)",
  wholePostgresCpu: 'the same with the start and the end of each answer: PostgreSQL (us)',
  saturated: 'Saturated, 16 streams (tokens/s)',
  saturatedCpu: 'Saturated, 16 streams: CPU per token (us)',
}

const INTERVAL_MS = 50

/** @param {import('../stage.js').Stage} stage */
export async function relay(stage) {
  await stage.inRounds('relay', stage.targets, async (target, record) => {
    await oneStream(stage, target, record)
    await manyStreams(stage, target, record)
    await saturated(stage, target, record)
  })
}

async function oneStream(stage, target, record) {
  const result = await stage.ask('sequence', target, {
    streams: stage.quick ? 5 : 15,
    tokens: 20,
    intervalMs: 10,
  })
  record(RELAY.ttft, result.ttftMs)
  record(RELAY.delay, result.delayP50Ms)
}

async function manyStreams(stage, target, record) {
  const rampMs = 2000
  const steadyMs = stage.quick ? 3000 : 8000
  const result = await stage.ask('together', target, {
    streams: 200,
    tokens: Math.ceil((rampMs + steadyMs) / INTERVAL_MS) + 10,
    intervalMs: INTERVAL_MS,
    rampMs,
    steadyMs,
  })
  record(RELAY.delayP99, result.delayP99Ms)
  record(RELAY.cpu, result.steadyCpuUs.target)
  record(RELAY.wholeCpu, result.wholeCpuUs.target)
  if (result.steadyCpuUs.postgres !== undefined) {
    record(RELAY.postgresCpu, result.steadyCpuUs.postgres)
    record(RELAY.wholePostgresCpu, result.wholeCpuUs.postgres)
  }
}

async function saturated(stage, target, record) {
  const result = await stage.ask('together', target, {
    streams: 16,
    tokens: stage.quick ? 1000 : 5000,
    intervalMs: 0,
    rampMs: 0,
    steadyMs: 0,
  })
  record(RELAY.saturated, result.tokensPerSecond)
  record(RELAY.saturatedCpu, result.wholeCpuUs.target)
}
