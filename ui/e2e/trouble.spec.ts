import { expect, test } from '@playwright/test'
import { registerThere } from './api.ts'
import { answersAskedWith, latestAnswer, practiceReply } from './practice.ts'
import { newPerson, practiceKey, Uru } from './uru.ts'
import { Wire } from './wire.ts'

const QUESTION = 'Will you keep this text for me?'

/** What the development launcher makes (see AccountBootstrap). */
const VIEWER = { email: 'viewer@uru.local', password: 'uru-development' }

test('an empty account is told where to add credit, and the question is still there', async ({ page }) => {
  const uru = new Uru(page)
  await uru.beginAnyway(newPerson(), practiceKey('no-quota'))

  await uru.ask(QUESTION)

  await expect(page.getByRole('alert')).toContainText('Your OpenAI account has no credit left')
  await expect(page.getByRole('link', { name: 'Open billing at OpenAI' })).toHaveAttribute(
    'href',
    /^https:\/\/platform\.openai\.com\/.*billing/,
  )
  await expect(page.getByRole('button', { name: 'Try again' })).toBeEnabled()
  await expect(uru.transcript.getByText(QUESTION)).toBeVisible()
})

test('a rate limit counts down until the next try', async ({ page }) => {
  const uru = new Uru(page)
  await uru.beginAnyway(newPerson(), practiceKey('rate-limited'))

  await uru.ask(QUESTION)

  await expect(page.getByRole('alert')).toContainText('OpenAI asks for a pause')
  const again = page.getByRole('button', { name: /^Try again/ })
  await expect(again).toHaveText(/in \d s/)
  await expect(again).toBeDisabled()
  await expect(again).toBeEnabled()
  await expect(uru.transcript.getByText(QUESTION)).toBeVisible()
})

test('a stream that is cut keeps its text and offers to go on', async ({ page }) => {
  const uru = new Uru(page)
  await uru.begin(newPerson(), practiceKey('cut'))

  await uru.ask(QUESTION)

  await expect(uru.answer(0)).toContainText('A practice answer')
  await expect(uru.answer(0).getByRole('button', { name: /Continue|Try again/ })).toBeVisible()
  await expect(uru.send).toBeVisible()
})

test('Escape stops an answer', async ({ page }) => {
  const uru = new Uru(page)
  await uru.begin(newPerson(), practiceKey('slow'))
  await uru.ask(QUESTION)
  await expect(uru.answer(0)).toContainText('You wrote')

  await page.keyboard.press('Escape')

  await expect(uru.answer(0)).toContainText('This answer was stopped.')
  await expect(uru.answer(0)).toContainText('You wrote')
})

test('a locked key asks for its passphrase, then sends what was written', async ({ page }) => {
  const uru = new Uru(page)
  await uru.register(newPerson())
  await uru.giveKey(practiceKey('fast'), 'nine quiet rivers')
  await expect(uru.composer).toBeVisible()
  await page.reload()

  await uru.ask(QUESTION)
  await expect(uru.unlockForm).toBeVisible()
  await expect(uru.composer).toHaveValue(QUESTION)
  await uru.unlockForm.getByRole('textbox', { name: 'Passphrase' }).fill('not my passphrase')
  await uru.unlockForm.getByRole('button', { name: 'Unlock' }).click()
  await expect(uru.unlockForm.getByRole('textbox', { name: 'Passphrase' })).toHaveAttribute(
    'aria-invalid',
    'true',
  )
  await expect(uru.composer).toHaveValue(QUESTION)

  await uru.unlock('nine quiet rivers')
  await expect(uru.answer(0)).toContainText('With a real key')
  await expect(uru.composer).toHaveValue('')
})

test('without a key the question waits for one', async ({ page }) => {
  const uru = new Uru(page)
  await uru.begin(newPerson(), practiceKey('fast'))
  await uru.ask('First')
  await expect(uru.answer(0)).toContainText('With a real key')
  await page.reload()

  await uru.ask(QUESTION)
  const dialog = page.getByRole('dialog', { name: 'Add your key' })
  await expect(dialog).toBeVisible()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(uru.composer).toHaveValue(QUESTION)

  await uru.send.click()
  await uru.giveKey(practiceKey('fast'))
  await expect(uru.answer(1)).toContainText('With a real key')
  await expect(uru.composer).toHaveValue('')
})

test('a key given in the settings is not asked for again', async ({ page }) => {
  const uru = new Uru(page)
  await uru.register(newPerson())
  await page.goto('/settings/key')
  await uru.giveKey(practiceKey('fast'))
  await expect(page.getByText('Your key works and is in use.')).toBeVisible()

  await page.getByRole('button', { name: 'Close' }).click()

  await uru.ask(QUESTION)
  await expect(uru.answer(0)).toContainText('With a real key')
})

test('a lost network is said, and the text stays in the composer', async ({ page, context }) => {
  const uru = new Uru(page)
  await uru.begin(newPerson(), practiceKey('fast'))

  await context.setOffline(true)
  await uru.ask(QUESTION)
  await expect(page.getByRole('status').getByText('Your message is not sent yet')).toBeVisible()
  await expect(page.getByRole('alert')).toContainText('No connection to Uru', { timeout: 30_000 })
  await expect(uru.composer).toHaveValue(QUESTION)

  await context.setOffline(false)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(uru.answer(0)).toContainText('With a real key')
  await expect(uru.composer).toHaveValue('')
})

test('an answer goes on after the connection was lost', async ({ browser, baseURL }) => {
  const wire = await Wire.to(baseURL ?? '')
  const context = await browser.newContext({
    baseURL: wire.url,
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const uru = new Uru(await context.newPage())
  const key = practiceKey('slow')
  await uru.begin(newPerson(), key)
  await uru.ask(QUESTION)
  await expect(uru.answer(0)).toContainText('I am standing in')

  wire.cut()
  await expect(uru.page.getByRole('status').getByText('The answer goes on at the server')).toBeVisible()
  wire.mend()

  await expect(uru.page.getByText('The answer goes on at the server')).toBeHidden()
  await expect(uru.send).toBeVisible({ timeout: 90_000 })
  const { model, messages } = await latestAnswer(key)
  expect(await uru.copyAnswer(0)).toBe(await practiceReply(model ?? '', messages))
  expect(await answersAskedWith(key)).toHaveLength(1)
  wire.close()
})

test('an ended session leads to sign-in and back to the same text', async ({ page, context }) => {
  const uru = new Uru(page)
  const ada = newPerson()
  await uru.begin(ada, practiceKey('fast'))
  await uru.ask('First')
  await expect(uru.answer(0)).toContainText('With a real key')
  const address = page.url()

  await context.clearCookies()
  await page.route('**/api/v1/conversations/*/generations', (route) =>
    route.fulfill({
      status: 401,
      contentType: 'application/problem+json',
      body: JSON.stringify({ type: 'about:blank', title: 'Expired', status: 401, code: 'token_expired' }),
    }),
  )
  await uru.ask(QUESTION)
  await expect(page.getByText('Your session has ended')).toBeVisible()
  await page.unroute('**/api/v1/conversations/*/generations')
  await uru.signIn(ada)

  await expect(page).toHaveURL(address)
  await expect(uru.composer).toHaveValue(QUESTION)
})

test('a deep link works from a new tab, and says so when nothing is there', async ({ page, context }) => {
  const uru = new Uru(page)
  await uru.begin(newPerson(), practiceKey('fast'))
  await uru.ask('Keep this')
  await expect(uru.answer(0)).toContainText('With a real key')

  const other = await context.newPage()
  await other.goto(page.url())
  await expect(other.getByRole('log')).toContainText('With a real key')
  await other.goto('/settings/appearance')
  await expect(other.getByRole('radio', { name: 'Dark' })).toBeVisible()
  await other.goto('/c/00000000-0000-7000-8000-000000000000')
  await expect(other.getByRole('alert')).toContainText('There is nothing here')
})

test('a viewer reads and is offered nothing else', async ({ page }) => {
  const uru = new Uru(page)
  await page.goto('/sign-in')
  await uru.signIn(VIEWER)

  await expect(page.getByText('Your account is for reading.')).toBeVisible()
  await expect(uru.composer).toBeHidden()
  await expect(uru.keyCard).toBeHidden()
  await expect(page.getByRole('button', { name: /^Model/ })).toBeHidden()
})

test('sign-in explains what went wrong', async ({ page, request }) => {
  const uru = new Uru(page)
  const ada = newPerson()
  await registerThere(request, ada)
  await page.goto('/')

  await uru.signIn({ ...ada, password: 'not her password' })
  await expect(page.getByRole('alert')).toContainText('E-mail and password do not match')

  await page.getByRole('button', { name: 'Create an account' }).click()
  await page.getByLabel('Display name').fill(ada.displayName)
  await page.getByLabel('E-mail').fill(ada.email)
  await page.getByLabel('Password').fill(ada.password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('alert')).toContainText('There is an account with this e-mail already')

  await page.getByRole('button', { name: 'Use an existing account' }).click()
  await uru.signIn(ada)
  await expect(uru.keyCard).toBeVisible()
})
