// How long it takes from Enter until the first token of the answer is on the screen, in Chromium.
import { randomUUID } from 'node:crypto'
import { expectOk } from '../load/http.js'
import { nowMs } from '../load/tokens.js'
import { startBrowser } from '../servers/browser.js'
import { BASELINE } from '../servers/targets.js'
import { progress } from '../stage.js'
import { median } from '../statistics.js'
import { composerOf, newPerson } from './person.js'

const metricsOf = (question) => ({
  sent: `${question}: ms from Enter until its request leaves`,
  received: `${question}: ms from Enter until the upstream has it`,
  shown: `${question}: ms from Enter until the first token is on the screen, less the upstream's`,
})
export const FIRST_TOKEN = {
  new: metricsOf('Question in a new conversation'),
  followUp: metricsOf('Next question'),
}

const WARM_UP = { streams: 1000, tokens: 5, intervalMs: 5 }
const QUESTIONS = 10
const TOKENS = 5
const INTERVAL_MS = 20
const TYPING_DELAY_MS = 20
const CLOCK_READINGS = 15

/** @param {import('../stage.js').Stage} stage */
export async function firstToken(stage) {
  const browser = await startBrowser()
  if (!browser) {
    progress('first-token is left out: Chromium is not installed')
    return
  }
  try {
    const chats = new Map()
    for (const target of stage.urusAnd(BASELINE)) {
      // The other warm-up reads the answer in the response to the question, and the page reads it elsewhere.
      await stage.ask('accepted', target, WARM_UP)
      chats.set(target, await Chat.begin(browser, target, stage.mock))
    }
    await stage.inRounds('first-token', stage.urusAnd(BASELINE), async (target, record) => {
      const times = await ask(chats.get(target))
      for (const [kind, metrics] of Object.entries(FIRST_TOKEN)) {
        for (const [step, metric] of Object.entries(metrics)) {
          record(metric, median(times[kind].map((each) => each[step])))
        }
      }
    })
  } finally {
    await browser.close()
  }
}

/** Asks in a new conversation on a page that was just loaded, then once more in the same one; and so on. */
async function ask(chat) {
  const times = { new: [], followUp: [] }
  for (let i = 0; i < QUESTIONS; i++) {
    await chat.load()
    times.new.push(await chat.ask())
    times.followUp.push(await chat.ask())
  }
  return times
}

/** The page of one person. */
class Chat {
  #page
  #mock
  #composer

  constructor(page, mock) {
    this.#page = page
    this.#mock = mock
    this.#composer = composerOf(page)
  }

  static async begin(browser, { url }, mock) {
    const { page } = await newPerson(browser, url, watch)
    return new Chat(page, mock)
  }

  async load() {
    await this.#page.goto('/')
    await this.#composer.waitFor()
    await this.#page.waitForFunction(() => document.querySelector('nav a, aside') !== null)
  }

  /** Types a question, presses Enter, and waits for the end of the answer. */
  async ask() {
    const name = `screen-${randomUUID()}`
    const page = this.#page
    await page.evaluate(() => window.bench.reset())
    await this.#composer.pressSequentially(`bench id=${name} n=${TOKENS} i=${INTERVAL_MS}`, {
      delay: TYPING_DELAY_MS,
    })
    await this.#composer.press('Enter')
    await page.waitForFunction(() => window.bench.isDone())
    const times = await page.evaluate(() => window.bench.times())
    const pageAheadMs = await this.#pageAheadMs()
    const stream = await this.#ended(name)
    const receivedAt = Number(stream.receivedNs) / 1e6 + pageAheadMs
    const upstreamMs = (Number(stream.firstTokenNs) - Number(stream.receivedNs)) / 1e6
    return {
      sent: times.sentAt - times.enteredAt,
      received: receivedAt - times.enteredAt,
      shown: times.shownAt - times.enteredAt - upstreamMs,
    }
  }

  /** By how much the page's clock is ahead of this process's, from the reading that took the shortest time. */
  async #pageAheadMs() {
    const readings = []
    for (let i = 0; i < CLOCK_READINGS; i++) {
      const before = nowMs()
      const there = await this.#page.evaluate(() => performance.now())
      const after = nowMs()
      readings.push({ took: after - before, ahead: there - (before + after) / 2 })
    }
    return readings.sort((a, b) => a.took - b.took)[0].ahead
  }

  async #ended(name) {
    const ended = await expectOk('GET', `${this.#mock.url}/bench/ended`)
    if (!ended[name]?.whole) {
      throw new Error(`The upstream has not sent the whole of ${name}`)
    }
    return ended[name]
  }
}

/** Runs in the page: notes when Enter was pressed, when the request left and in which frame the first token was shown. */
function watch() {
  const TOKEN_END = '\u241e'
  let enteredAt
  let shownAt
  let answers = 0
  const all = () => document.querySelectorAll('[role=log] article')
  const last = () => [...all()].at(-1)
  addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Enter') {
        enteredAt = event.timeStamp
      }
    },
    true,
  )
  // In a frame's callback, and in what follows from it, a change is painted with this frame; otherwise with the next one.
  let inFrame = false
  const onFrame = window.requestAnimationFrame.bind(window)
  const afterPaint = (callback) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = callback
    port2.postMessage(null)
  }
  window.requestAnimationFrame = (callback) =>
    onFrame((time) => {
      inFrame = true
      afterPaint(() => {
        inFrame = false
      })
      callback(time)
    })
  const look = () => {
    if (enteredAt === undefined || shownAt !== undefined || all().length !== answers + 2) {
      return
    }
    if (!last().textContent.includes(TOKEN_END)) {
      return
    }
    shownAt = Number.NaN
    const note = () =>
      afterPaint(() => {
        shownAt = performance.now()
      })
    if (inFrame) note()
    else onFrame(note)
  }
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true })
  window.bench = {
    reset() {
      enteredAt = undefined
      shownAt = undefined
      answers = all().length
      performance.clearResourceTimings()
    },
    isDone() {
      const sends = document.querySelector('button[aria-label=Send]') !== null
      return shownAt > 0 && sends && performance.getEntriesByType('resource').some(isQuestion)
    },
    times() {
      const { requestStart: sentAt } = performance.getEntriesByType('resource').find(isQuestion)
      return { enteredAt, sentAt, shownAt }
    },
  }
  function isQuestion({ name }) {
    return name.endsWith('/generations')
  }
}
