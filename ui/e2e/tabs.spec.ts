import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { storedMessages } from './api.ts'
import { EventConnections } from './connections.ts'
import { answersAskedWith } from './practice.ts'
import { newPerson, practiceKey, seesGrowth, Uru } from './uru.ts'
import { Witness } from './witness.ts'

const ANSWERS = 7
/** The practice upstream answers these words with some 3,000 tokens: five minutes at ten tokens a second. */
const LONG = 'Please give a long answer'
const CLIPBOARD = ['clipboard-read', 'clipboard-write']

async function openTab(context: BrowserContext, url: string): Promise<Uru> {
  const page = await context.newPage()
  await page.goto(url)
  return new Uru(page)
}

function listed(page: Page, title: string | RegExp) {
  return page.getByRole('navigation', { name: 'Conversations' }).getByRole('link', { name: title })
}

test('seven running answers and three tabs over HTTP/1.1', async ({ page, context }) => {
  test.slow()
  const witness = await Witness.of(context)
  const connections = EventConnections.of(context)
  const uru = new Uru(page)
  await uru.begin(newPerson(), practiceKey('slow'))

  for (let number = 1; number <= ANSWERS; number++) {
    await page.getByRole('link', { name: 'New conversation' }).click()
    await uru.ask(`Number ${number}. ${LONG}.`)
    await expect(page).toHaveURL(/\/c\//)
    await expect(uru.answer(0)).toBeVisible()
  }
  const running = page.getByText('an answer is being written')
  await expect(running).toHaveCount(ANSWERS)

  await test.step('two more tabs show the answer', async () => {
    for (let tab = 2; tab <= 3; tab++) {
      const other = await context.newPage()
      await other.goto(page.url())
      await expect(new Uru(other).answer(0)).toContainText(/Thought|A practice answer/)
      await expect(other.getByText('an answer is being written')).toHaveCount(ANSWERS)
    }
  })

  await test.step('Stop acts at once, in all tabs', async () => {
    await page.bringToFront()
    await uru.stop.click()
    await expect(uru.send).toBeVisible()
    for (const tab of context.pages()) {
      await expect(new Uru(tab).answer(0)).toContainText('This answer was stopped.')
      await expect(tab.getByText('an answer is being written')).toHaveCount(ANSWERS - 1)
    }
  })

  expect(connections.openedBy).toEqual([page])
  expect(connections.open).toBe(1)
  expect(witness.complaints).toEqual([])
  expect(witness.refusals).toEqual([])
})

test('what happens in one tab is seen in the others and in another browser', async ({
  page,
  context,
  browser,
  request,
}) => {
  test.slow()
  await context.grantPermissions(CLIPBOARD)
  const connections = EventConnections.of(context)
  const ada = newPerson()
  const uru = new Uru(page)
  await uru.begin(ada, practiceKey('fast'))
  await uru.ask('First question')
  await expect(uru.answer(0)).toContainText('With a real key')
  const tab = await openTab(context, page.url())
  const there = await browser.newContext({ permissions: CLIPBOARD })
  const far = await openTab(there, page.url())
  await far.signIn(ada)
  const others = [tab, far]
  for (const other of [uru, ...others]) {
    await expect(other.answer(0)).toContainText('With a real key')
    await expect(other.transcript).toHaveAttribute('aria-busy', 'false')
  }
  const readBefore = connections.pagesReadBy.length
  await page.bringToFront()

  await test.step('a question and its answer', async () => {
    await uru.ask('Second question')
    for (const other of others) {
      await expect(other.transcript.getByText('Second question', { exact: true }).first()).toBeVisible()
      await expect(other.answer(1)).toContainText('With a real key')
      await expect(other.transcript).toHaveAttribute('aria-busy', 'false')
    }
    const answer = (await storedMessages(request, ada, uru.conversationId())).at(-1)
    for (const other of [...others, uru]) await expectWhole(other, 1, answer?.text ?? '')
  })

  await test.step('a new conversation', async () => {
    await page.getByRole('link', { name: 'New conversation' }).click()
    await uru.ask('Elsewhere')
    await expect(uru.answer(0)).toContainText('With a real key')
    for (const other of [uru, ...others]) await expect(listed(other.page, /^Practice: /)).toHaveCount(2)
  })

  await test.step('a new title', async () => {
    await listed(page, /^Practice: /)
      .first()
      .hover()
    await page
      .getByRole('button', { name: /^Actions for/ })
      .first()
      .click()
    await page.getByRole('menuitem', { name: 'Rename' }).click()
    await page.getByRole('textbox', { name: 'Title' }).fill('Renamed elsewhere')
    await page.keyboard.press('Enter')
    for (const other of others) await expect(listed(other.page, 'Renamed elsewhere')).toBeVisible()
  })

  await test.step('a deleted conversation', async () => {
    for (const other of others) {
      await listed(other.page, 'Renamed elsewhere').click()
      await expect(other.transcript).toContainText('Elsewhere')
    }
    await listed(page, 'Renamed elsewhere').hover()
    await page.getByRole('button', { name: 'Actions for Renamed elsewhere' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByRole('button', { name: 'Delete' }).click()
    for (const other of others) {
      await expect(listed(other.page, 'Renamed elsewhere')).toBeHidden()
      await expect(other.page.getByRole('alert')).toContainText('There is nothing here')
    }
  })

  expect(connections.openedBy).toEqual([page])
  const readByTab = connections.pagesReadBy.slice(readBefore).filter((reader) => reader === tab.page)
  expect(readByTab, 'all events came to the other tab through the stream').toEqual([])
  await there.close()
})

for (const { what, leave } of [
  { what: 'is closed', leave: closed },
  { what: 'hangs', leave: hanging },
]) {
  test(`the tab with the connection ${what}: another one goes on`, async ({ page, context, request }) => {
    test.slow()
    await context.grantPermissions(CLIPBOARD)
    const connections = EventConnections.of(context)
    const ada = newPerson()
    const key = practiceKey('slow')
    const uru = new Uru(page)
    await uru.begin(ada, key)
    await uru.ask(`Will this be whole? ${LONG}.`)
    await expect(page).toHaveURL(/\/c\//)
    const other = await openTab(context, page.url())
    await seesGrowth(other.answer(0), 2)
    expect(connections.openedBy).toEqual([page])

    const comeBack = await leave(page)
    await expect.poll(() => connections.openedBy).toEqual([page, other.page])
    await seesGrowth(other.answer(0), 3)
    await other.page.reload()
    await seesGrowth(other.answer(0), 1)
    await other.stop.click()
    await expect(other.answer(0)).toContainText('This answer was stopped.')

    const stored = async () => (await storedMessages(request, ada, other.conversationId())).at(-1)
    await expect.poll(async () => (await stored())?.status).toBe('stopped')
    const answer = await stored()
    await expect(other.transcript).toHaveAttribute('aria-busy', 'false')
    await expectWhole(other, 0, answer?.text ?? '')
    expect(await answersAskedWith(key)).toHaveLength(1)
    if (!comeBack) return
    await comeBack()
    await expectWhole(uru, 0, answer?.text ?? '')
    await expect.poll(() => connections.open).toBe(1)
  })
}

async function closed(page: Page): Promise<null> {
  await page.close()
  return null
}

/** Holds the page as a debugger does: it runs nothing until the returned function is called. */
async function hanging(page: Page): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Debugger.enable')
  const paused = new Promise((resolve) => session.once('Debugger.paused', resolve))
  await session.send('Debugger.pause')
  await paused
  return async () => {
    await session.send('Debugger.resume')
    await session.send('Debugger.disable')
  }
}

/** Expects that an answer on the screen is this text, character for character. */
async function expectWhole(uru: Uru, nth: number, text: string): Promise<void> {
  await uru.page.bringToFront()
  expect(await uru.copyAnswer(nth)).toBe(text)
}
