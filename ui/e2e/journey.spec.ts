import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { type Download, expect, type Page, test } from '@playwright/test'
import { storedMessages } from './api.ts'
import { answersAskedWith, latestAnswer, practiceReply } from './practice.ts'
import { newPerson, practiceKey, seesGrowth, Uru } from './uru.ts'
import { Witness } from './witness.ts'

const FIRST_QUESTION = 'What is the difference between a process and a thread?'
const SECOND_QUESTION = 'And which of the two is cheaper to start?'

test('from the first visit to the history of the next day', async ({ page, context, request }) => {
  test.slow()
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const witness = await Witness.of(context)
  const uru = new Uru(page)
  const ada = newPerson()
  const passphrase = `seven wild geese ${ada.email}`
  const wrongKey = practiceKey('invalid-key')
  const key = practiceKey('slow')

  await test.step('register', () => uru.register(ada))

  await test.step('a wrong key is explained and not kept', async () => {
    await uru.giveKey(wrongKey, passphrase)
    const notice = uru.keyCard.getByRole('alert')
    await expect(notice).toContainText('OpenAI does not accept your key')
    await expect(notice.getByRole('link', { name: 'Open your API keys at OpenAI' })).toBeVisible()
    expect(witness.refusals).toEqual(['422 /api/v1/provider-key/check'])
    await expect(uru.composer).toBeHidden()
  })

  await test.step('the right key is checked and opens the composer', async () => {
    await uru.giveKey(key, passphrase)
    await expect(uru.keyCard).toBeHidden()
    await expect(uru.composer).toBeFocused()
    await uru.selectModel('GPT-4o')
  })

  await test.step('an answer is seen while it is written', async () => {
    await uru.ask(FIRST_QUESTION)
    await expect(page).toHaveURL(/\/c\/[0-9a-f-]{36}$/)
    const lengths = await seesGrowth(uru.answer(0), 5)
    const upstream = await latestAnswer(key)
    expect(upstream.state, `upstream still writes while ${lengths} characters were seen`).toBe('open')
    await expect(uru.transcript).toHaveAttribute('aria-busy', 'true')
  })

  const conversationId = uru.conversationId()
  const firstAnswer = await practiceReply('gpt-4o', [{ role: 'user', content: FIRST_QUESTION }])

  await test.step('a reload in mid-answer loses and repeats nothing', async () => {
    const before = (await uru.answer(0).textContent())?.length ?? 0
    await page.reload()
    await expect
      .poll(async () => (await uru.answer(0).textContent())?.length ?? 0)
      .toBeGreaterThanOrEqual(before)
    await seesGrowth(uru.answer(0), 3)
    expect((await latestAnswer(key)).state).toBe('open')
    await expect(uru.send).toBeVisible({ timeout: 90_000 })
    expect(await uru.copyAnswer(0)).toBe(firstAnswer)
    expect(await answersAskedWith(key)).toHaveLength(1)
  })

  await test.step('another model answers, and knows the whole conversation', async () => {
    await uru.selectModel('GPT-4o mini')
    await expect(uru.transcript).toContainText('Now answering: GPT-4o mini')
    await uru.ask(SECOND_QUESTION)
    await uru.unlock(passphrase)
    await seesGrowth(uru.answer(1), 3)
    const { model, messages, state } = await latestAnswer(key)
    expect(model).toBe('gpt-4o-mini')
    expect(messages).toEqual([
      { role: 'user', content: FIRST_QUESTION },
      { role: 'assistant', content: firstAnswer },
      { role: 'user', content: SECOND_QUESTION },
    ])
    expect(state).toBe('open')
  })

  await test.step('stop ends the answer upstream and keeps what was seen', async () => {
    const seen = (await uru.answer(1).getByText('A practice answer').textContent()) ?? ''
    await uru.stop.click()
    await expect(uru.answer(1)).toContainText('This answer was stopped.')
    await expect.poll(async () => (await latestAnswer(key)).state).toBe('closed-by-peer')
    await expect(uru.answer(1)).toContainText(seen)
    await expect(uru.send).toBeVisible()
  })

  const stoppedAnswer = await uru.copyAnswer(1)
  const shown = await uru.transcript.textContent()

  await test.step('the screen and the server agree', async () => {
    expect(await storedMessages(request, ada, conversationId)).toMatchObject([
      { role: 'user', text: FIRST_QUESTION, status: 'completed' },
      { role: 'assistant', text: firstAnswer, status: 'completed', model: 'gpt-4o' },
      { role: 'user', text: SECOND_QUESTION, status: 'completed' },
      { role: 'assistant', text: stoppedAnswer, status: 'stopped', model: 'gpt-4o-mini' },
    ])
  })

  await test.step('the key is nowhere but in its sealed header', async () => {
    // Two checks and two questions; what seals the key for a title is the same call.
    expect(await witness.sealedKeys()).toBe(4)
    expect(await witness.leaksOf(FIRST_QUESTION), 'what is sent is seen').toHaveLength(1)
    for (const secret of [key, wrongKey, passphrase]) {
      expect(await witness.leaksOf(secret)).toEqual([])
      expect(await witness.remainsOf(secret)).toEqual([])
    }
  })

  await test.step('sign out and in again: everything is there', async () => {
    await uru.signOut()
    await expect(page.getByText(FIRST_QUESTION)).toBeHidden()
    await uru.signIn(ada)
    await expect(uru.composer).toBeVisible()
    await page
      .getByRole('navigation', { name: 'Conversations' })
      .getByRole('link', { name: /^Practice: / })
      .click()
    await expect(page).toHaveURL(`/c/${conversationId}`)
    await expect(uru.answer(1)).toContainText('This answer was stopped.')
    expect(await uru.transcript.textContent()).toBe(shown)
  })

  expect(await witness.leaksOf(key)).toEqual([])
  expect(witness.complaints).toEqual([])
  expect(witness.refusals).toEqual(['422 /api/v1/provider-key/check'])
})

test('a conversation leaves as a web page, and everything as one file', async ({ page }, info) => {
  const uru = new Uru(page)
  await uru.begin(newPerson(), practiceKey('fast'))
  await uru.ask(FIRST_QUESTION)
  await expect(uru.answer(0)).toContainText('With a real key')

  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('radio', { name: 'Web page' }).check()
  const html = await downloadOf(page)
  expect(html.suggestedFilename()).toMatch(/^Practice What is the difference.*\.html$/)
  const file = info.outputPath(html.suggestedFilename())
  await html.saveAs(file)
  const shown = await page.context().newPage()
  const requests: string[] = []
  shown.on('request', (request) => requests.push(request.url()))
  await shown.goto(pathToFileURL(file).href)
  await expect(shown.getByRole('heading', { name: 'A practice answer' })).toBeVisible()
  await expect(shown.getByText(FIRST_QUESTION).first()).toBeVisible()
  expect(requests, 'the page loads nothing but itself').toHaveLength(1)
  await shown.close()

  await page.keyboard.press('Control+,')
  await page.getByRole('link', { name: 'Your data' }).click()
  await page.getByRole('button', { name: 'Export everything' }).click()
  const zip = await downloadOf(page)
  expect(zip.suggestedFilename()).toMatch(/^Uru export .*\.zip$/)
  expect((await readFile(await zip.path())).subarray(0, 2).toString()).toBe('PK')
})

async function downloadOf(page: Page): Promise<Download> {
  const download = page.waitForEvent('download')
  await page
    .getByRole('dialog', { name: /^Export/ })
    .getByRole('button', { name: 'Export', exact: true })
    .click()
  return download
}
