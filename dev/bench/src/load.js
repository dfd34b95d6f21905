// The readers of the streams, in a process of their own. Asked by messages {id, task, wish}; answers {id, result} or {id, error}.
import { eachOf, expectOk } from './http.js'
import { cpuMs } from './processes.js'
import { median, percentile } from './statistics.js'
import { openStream } from './stream.js'
import { hashOf, nowMs } from './tokens.js'
import { UruUsers } from './uru-users.js'

/** People stay signed in from run to run. */
const usersByUrl = new Map()
let runs = 0

const tasks = { run, sequence }

/**
 * Opens streams evenly over a ramp, watches them while all are open, and reads each to its end.
 *
 * @param {{target: {dialect: string, url: string, headers: object}, streams: number, tokens: number, intervalMs: number,
 *   rampMs: number, steadyMs: number, watch: Record<string, number>, mockUrl: string, stored?: boolean}} wish
 *   `watch` names the processes whose CPU time counts; `stored` asks for the comparison with what was saved
 */
async function run(wish) {
  const names = namesOf(wish.streams)
  const questions = await questionsFor(wish, names)

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
  const streams = questions.map(async ({ call }, i) => {
    await pause((i * wish.rampMs) / wish.streams)
    return openStream(call, { onTokens }).done
  })
  await pause(wish.rampMs)
  const steadyCpu = await during(steady, wish)
  const results = await Promise.all(streams)
  const after = { at: nowMs(), cpu: cpuOf(wish.watch) }

  const tokens = results.reduce((sum, result) => sum + result.tokens, 0)
  return {
    errors: await errorsOf(wish, names, results, questions),
    tokens,
    seconds: (after.at - before.at) / 1000,
    ttftMs: median(results.map((result) => result.ttftMs)),
    ttftP99Ms: percentile(
      results.map((result) => result.ttftMs),
      0.99,
    ),
    delayP50Ms: median(delays),
    delayP99Ms: percentile(delays, 0.99),
    steadyTokens: steady.tokens,
    steadySeconds: (steady.to - steady.from) / 1000,
    steadyCpuUs: perToken(steadyCpu, steady.tokens),
    wholeCpuUs: perToken(difference(before.cpu, after.cpu), tokens),
  }
}

/** One stream after the other; every token counts. */
async function sequence(wish) {
  const names = namesOf(wish.streams)
  const questions = await questionsFor(wish, names)
  const delays = []
  const onTokens = (sent, now) => {
    for (const sentMs of sent) {
      delays.push(now - sentMs)
    }
  }
  const results = await eachOf(questions, 1, ({ call }) => openStream(call, { onTokens }).done)
  return {
    errors: await errorsOf(wish, names, results, questions),
    ttftMs: median(results.map((result) => result.ttftMs)),
    delayP50Ms: median(delays),
    delayP99Ms: percentile(delays, 0.99),
  }
}

async function during(steady, wish) {
  const from = cpuOf(wish.watch)
  steady.from = nowMs()
  await pause(wish.steadyMs)
  steady.to = nowMs()
  return difference(from, cpuOf(wish.watch))
}

function namesOf(streams) {
  runs++
  return Array.from({ length: streams }, (_, i) => `r${process.pid}-${runs}-${i}`)
}

async function questionsFor({ target, tokens, intervalMs }, names) {
  const texts = names.map((name) => `bench id=${name} n=${tokens} i=${intervalMs}`)
  if (target.dialect === 'uru') {
    if (!usersByUrl.has(target.url)) {
      usersByUrl.set(target.url, new UruUsers(target.url))
    }
    return usersByUrl.get(target.url).questions(texts)
  }
  return texts.map((content) => ({
    call: {
      dialect: 'openai',
      url: `${target.url}/v1/chat/completions`,
      headers: { Authorization: 'Bearer sk-benchmark', ...target.headers },
      body: JSON.stringify({
        model: 'gpt-4o',
        stream: true,
        stream_options: { include_usage: true },
        messages: [{ role: 'user', content }],
      }),
    },
  }))
}

/** What went wrong: a stream that failed, or a text that is not what was sent. Each with an example. */
async function errorsOf(wish, names, results, questions) {
  const sent = await expectOk('GET', `${wish.mockUrl}/bench/ended`)
  const errors = { count: 0, example: '' }
  const add = (what) => {
    errors.count++
    errors.example ||= what
  }
  results.forEach((result, i) => {
    const original = sent[names[i]]
    if (result.problem) {
      add(result.problem)
    } else if (!original?.whole || original.hash !== result.hash) {
      add(`delivered ${result.tokens} tokens of ${original?.tokens} that were sent, or others`)
    }
  })
  if (wish.stored) {
    const users = usersByUrl.get(wish.target.url)
    await eachOf(questions, 8, async (question, i) => {
      if (hashOf(await users.storedText(question)) !== sent[names[i]]?.hash) {
        add('stored another text than was sent')
      }
    })
  }
  return errors
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

process.on('message', async ({ id, task, wish }) => {
  try {
    process.send({ id, result: await tasks[task](wish) })
  } catch (error) {
    process.send({ id, error: error.stack })
  }
})
process.on('disconnect', () => process.exit())
