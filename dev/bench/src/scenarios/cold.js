// What the first person pays after a start: sign-up and first answer of a server that has served nobody, as the image starts it.
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { expectOk } from '../load/http.js'
import { openStream } from '../load/stream.js'
import { cpuMs, footprint } from '../servers/processes.js'
import { startUru } from '../servers/uru-server.js'

export const COLD = {
  ready: 'Cold: s until ready',
  cpu: 'Cold: CPU s until ready',
  resident: 'Cold: resident memory when ready (MB)',
  signUp: 'Cold: sign-up (ms)',
  first: 'Cold: conversation and first token (ms)',
  second: 'Cold: the next one (ms)',
  firstCpu: 'Cold: CPU of the first answer (ms)',
  warm: 'Cold: conversation and first token after 40 answers (ms)',
}

const MODEL = 'gpt-4o'
const CLIENT = { 'Uru-Client': 'benchmark' }
/** What is still at work after a readiness check is no part of a first question. */
const CALM_MS = 1_000
const ANSWERS = 40

/** @param {import('../stage.js').Stage} stage */
export async function cold(stage) {
  await stage.inRounds(
    'cold',
    stage.targets.filter(({ database }) => database),
    async (target, record) => {
      const server = await startUru(target.jdk, target.database, stage.mock.url, target.name, target.api)
      try {
        record(COLD.ready, server.startSeconds)
        record(COLD.cpu, cpuMs(server.pid) / 1000)
        record(COLD.resident, footprint(server.pid).residentKb / 1024)
        await pause(CALM_MS)
        await useOnce(server, record)
      } finally {
        await server.stop()
      }
    },
  )
}

async function useOnce(server, record) {
  const person = await signUp(server.url)
  record(COLD.signUp, person.tookMs)
  const before = cpuMs(server.pid)
  record(COLD.first, await ask(server.url, person))
  record(COLD.firstCpu, cpuMs(server.pid) - before)
  record(COLD.second, await ask(server.url, person))
  for (let i = 0; i < ANSWERS; i++) {
    await ask(server.url, person)
  }
  record(COLD.warm, await ask(server.url, person))
}

async function signUp(url) {
  const began = performance.now()
  const session = await expectOk('POST', `${url}/api/v1/auth/register`, {
    headers: CLIENT,
    body: {
      email: `cold-${randomUUID()}@example.org`,
      password: 'correct horse 42',
      displayName: 'Benchmark',
    },
  })
  return {
    tookMs: performance.now() - began,
    headers: { Authorization: `Bearer ${session.accessToken}` },
  }
}

/** The time from the request for a new conversation to the first token of its first answer, in ms; reads the answer to its end. */
async function ask(url, { headers }) {
  const id = randomUUID()
  const began = performance.now()
  await expectOk('POST', `${url}/api/v1/conversations`, {
    headers,
    body: { id, title: 'Benchmark', model: MODEL },
  })
  const conversationMs = performance.now() - began
  const { ttftMs, problem } = await openStream({
    dialect: 'uru',
    url: `${url}/api/v1/conversations/${id}/generations`,
    headers: { ...headers, Accept: 'text/event-stream', 'Uru-Provider-Key': 'sk-benchmark-0123456789' },
    body: JSON.stringify({
      id: randomUUID(),
      message: { id: randomUUID(), parentId: null, text: `bench id=${randomUUID()} n=20 i=5` },
      assistantMessageId: randomUUID(),
      model: MODEL,
    }),
  }).done
  if (problem) {
    throw new Error(`The answer failed: ${problem}`)
  }
  return conversationMs + ttftMs
}
