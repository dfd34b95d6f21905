// What is asked of a target, and whether the answers were right.
import { eachOf, expectOk } from './http.js'
import { hashOf } from './tokens.js'
import { UruUsers } from './uru-users.js'

/** People stay signed in from run to run. */
const usersByUrl = new Map()
let runs = 0

/** The people who use this Uru. */
export function usersOf(target) {
  if (!usersByUrl.has(target.url)) {
    usersByUrl.set(target.url, new UruUsers(target.url))
  }
  return usersByUrl.get(target.url)
}

/**
 * Questions that only wait to be sent, and the names under which the upstream keeps what it answers.
 *
 * @param {{target: object, streams: number, tokens: number, intervalMs: number}} wish
 * @returns {Promise<{name: string, call: object}[]>}
 */
export async function newQuestions({ target, streams, tokens, intervalMs }) {
  runs++
  const names = Array.from({ length: streams }, (_, i) => `r${process.pid}-${runs}-${i}`)
  const texts = names.map((name) => `bench id=${name} n=${tokens} i=${intervalMs}`)
  const questions =
    target.dialect === 'uru'
      ? await usersOf(target).questions(texts)
      : texts.map((text) => plain(target, text))
  return questions.map((question, i) => ({ name: names[i], ...question }))
}

function plain(target, content) {
  return {
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
  }
}

/** What the upstream sent in the streams that have ended since the last time, by name. */
export function sentByUpstream(mockUrl) {
  return expectOk('GET', `${mockUrl}/bench/ended`)
}

/**
 * Compares what was read, and what Uru has stored, with what was sent.
 *
 * @returns {Promise<{answers: number, wrong: number, example: string}>}
 */
export async function compare(wish, questions, results) {
  const sent = await sentByUpstream(wish.mockUrl)
  const faults = questions.map(({ name }, i) => faultOf(wish.target, results[i], sent[name]))
  if (wish.target.dialect === 'uru') {
    await eachOf(questions, 8, async (question, i) => {
      faults[i] ??= await storedFault(wish.target, question, sent)
    })
  }
  const wrong = faults.filter((fault) => fault !== undefined)
  return { answers: questions.length, wrong: wrong.length, example: wrong[0] ?? '' }
}

/** The same for answers that nobody has read. */
export async function compareStored(wish, questions) {
  const sent = await sentByUpstream(wish.mockUrl)
  const faults = await eachOf(questions, 8, (question) => storedFault(wish.target, question, sent))
  const wrong = faults.filter((fault) => fault !== undefined)
  return { answers: questions.length, wrong: wrong.length, example: wrong[0] ?? '' }
}

function faultOf({ api }, result, original) {
  if (result.problem) {
    return result.problem
  }
  if (api && original && api !== original.api) {
    return `asked through ${original.api} instead of ${api}`
  }
  return original?.whole && original.hash === result.hash
    ? undefined
    : `delivered another text: ${result.tokens} tokens, ${original?.tokens} were sent`
}

async function storedFault(target, question, sent) {
  const stored = await usersOf(target).storedText(question)
  return hashOf(stored ?? '') === sent[question.name]?.hash ? undefined : 'stored another text than was sent'
}
