// What is done in one tab is seen in the others: seven running answers in three tabs over HTTP/1.1, and another browser.
import { randomUUID } from 'node:crypto'
import { startBrowser } from '../servers/browser.js'
import { progress } from '../stage.js'
import { percentile } from '../statistics.js'
import { composerOf, newPerson, otherBrowserOf } from './person.js'

export const TABS = {
  stop: 'Seven answers in three tabs: ms from Stop until all tabs show it',
  open: 'Seven answers in three tabs: ms from opening a fourth tab until it shows the answer and takes a question',
  connections: 'Seven answers in three tabs: event connections of the browser',
  question: 'Two tabs and another browser: ms from Enter until the others show the question',
  lag: 'Two tabs and another browser: 95th percentile of ms by which the other browser shows a token later',
  differs: 'Two tabs and another browser: of the others that show another text at the end',
}

const ANSWERS = 7
const QUESTIONS = 5
const TOKENS = 60
const INTERVAL_MS = 50
/** An answer that does not end while it is measured. */
const LONG = { tokens: 5000, intervalMs: 100 }

/** @param {import('../stage.js').Stage} stage */
export async function tabs(stage) {
  const browser = await startBrowser()
  if (!browser) {
    progress('tabs is left out: Chromium is not installed')
    return
  }
  try {
    await stage.inRounds('tabs', stage.urus(), async ({ url }, record) => {
      await sevenAnswers(browser, url, record)
      await twoBrowsers(browser, url, record)
    })
  } finally {
    await browser.close()
  }
}

async function sevenAnswers(browser, url, record) {
  const open = new Set()
  let most = 0
  const count = (context) => {
    context.on('request', (request) => {
      if (request.url().includes('/me/events')) {
        open.add(request)
        most = Math.max(most, open.size)
      }
    })
    context.on('requestfinished', (request) => open.delete(request))
    context.on('requestfailed', (request) => open.delete(request))
  }
  const { page } = await newPerson(browser, url, watch, count)
  const context = page.context()
  for (let i = 0; i < ANSWERS; i++) {
    await page.getByRole('link', { name: 'New conversation' }).click()
    await ask(page, LONG)
    await page.waitForURL(/\/c\//)
    await tokensOf(page, 1)
  }
  for (let tab = 2; tab <= 3; tab++) {
    await openTab(context, page.url())
  }
  const fourth = performance.now()
  await openTab(context, page.url())
  record(TABS.open, performance.now() - fourth)

  await page.bringToFront()
  await page.evaluate(() => window.bench.reset())
  await page.getByRole('button', { name: 'Stop' }).click()
  const stoppedAt = await page.evaluate(() => window.bench.clickedAt())
  const shownAt = await Promise.all(context.pages().map((tab) => noteOf(tab)))
  record(TABS.stop, Math.max(...shownAt) - stoppedAt)
  record(TABS.connections, most)
  await context.close()
}

async function openTab(context, url) {
  const tab = await context.newPage()
  await tab.goto(url)
  await tokensOf(tab, 1)
  await composerOf(tab).waitFor()
  return tab
}

async function twoBrowsers(browser, url, record) {
  const { page, email } = await newPerson(browser, url, watch)
  await ask(page, { tokens: 5, intervalMs: 20 })
  await page.waitForURL(/\/c\//)
  await tokensOf(page, 5)
  const elsewhere = await otherBrowserOf(browser, url, email, watch)
  await elsewhere.goto(page.url())
  const others = [await openTab(page.context(), page.url()), elsewhere]
  await tokensOf(elsewhere, 5)
  const questionMs = []
  const lags = []
  let differing = 0
  await page.bringToFront()
  for (let i = 0; i < QUESTIONS; i++) {
    await Promise.all([page, ...others].map((tab) => tab.evaluate(() => window.bench.reset())))
    await ask(page, { tokens: TOKENS, intervalMs: INTERVAL_MS })
    const own = await endOf(page)
    for (const other of others) {
      const seen = await endOf(other)
      questionMs.push(seen.questionAt - own.enteredAt)
      // Browsers slow down a tab that is not in front: of the other tab only the question and the end count.
      for (let token = 0; other === elsewhere && token < TOKENS; token++) {
        lags.push(seen.tokensAt[token] - own.tokensAt[token])
      }
      differing += seen.text === own.text ? 0 : 1
    }
  }
  record(TABS.question, Math.max(...questionMs))
  record(TABS.lag, percentile(lags, 0.95))
  record(TABS.differs, differing)
  await page.context().close()
  await elsewhere.context().close()
}

async function ask(page, { tokens, intervalMs }) {
  await composerOf(page).fill(`bench id=tabs-${randomUUID()} n=${tokens} i=${intervalMs}`)
  await composerOf(page).press('Enter')
}

function tokensOf(page, count) {
  return page.waitForFunction((wanted) => window.bench.tokens() >= wanted, count)
}

async function noteOf(page) {
  await page.waitForFunction(() => window.bench.stoppedAt() !== undefined)
  return page.evaluate(() => window.bench.stoppedAt())
}

async function endOf(page) {
  await page.waitForFunction((wanted) => window.bench.times().tokensAt.length >= wanted, TOKENS)
  await page.waitForFunction(() => document.querySelector('[role=log][aria-busy=false]') !== null)
  return page.evaluate(() => window.bench.times())
}

/** Runs in each page: notes when a question, a token and the end are in the document, on the clock that all pages share. */
function watch() {
  const TOKEN_END = '\u241e'
  let answers = 0
  let clickedAt
  let stoppedAt
  let times = { tokensAt: [] }
  const now = () => performance.timeOrigin + performance.now()
  const all = () => [...document.querySelectorAll('[role=log] article')]
  const count = (text) => text.split(TOKEN_END).length - 1
  const textOfLast = () => all().at(-1)?.textContent ?? ''
  addEventListener('click', () => (clickedAt = now()), true)
  addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Enter') {
        times.enteredAt = now()
      }
    },
    true,
  )
  const look = () => {
    const found = all()
    if (found.length === 0) {
      return
    }
    const last = found.at(-1).textContent
    if (stoppedAt === undefined && last.includes('You stopped this answer.')) {
      stoppedAt = now()
    }
    if (found.length < answers + 2) {
      return
    }
    times.questionAt ??= now()
    const tokens = count(last)
    while (times.tokensAt.length < tokens) {
      times.tokensAt.push(now())
    }
  }
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true })
  window.bench = {
    reset() {
      answers = all().length
      times = { tokensAt: [] }
    },
    tokens: () => count(textOfLast()),
    clickedAt: () => clickedAt,
    stoppedAt: () => stoppedAt,
    times: () => ({ ...times, text: [...textOfLast().matchAll(/\S+\u241e/g)].join('') }),
  }
}
