// A person in a browser: signed up, with a key for this device, and a page on which questions can be asked.
import { randomUUID } from 'node:crypto'

const PASSWORD = 'correct horse 42'

/**
 * Signs up and gives a key, which stays over page loads and is there in every page of the context.
 *
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url of the server
 * @param {() => void} script runs in each page before its own scripts
 * @param {(context: import('@playwright/test').BrowserContext) => void} prepare is called before the first page
 * @returns {Promise<{page: import('@playwright/test').Page, email: string}>}
 */
export async function newPerson(browser, url, script, prepare = () => {}) {
  const context = await browser.newContext({ baseURL: url, locale: 'en-GB' })
  await context.addInitScript(script)
  prepare(context)
  const page = await context.newPage()
  const email = `screen-${randomUUID()}@example.org`
  await page.goto('/')
  await page.getByRole('button', { name: 'Create an account' }).click()
  await page.getByLabel('Display name').fill('Benchmark')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.getByLabel('OpenAI key', { exact: true }).fill('sk-benchmark-0123456789')
  await page.getByRole('radio', { name: /^This device/ }).check()
  await page.getByRole('button', { name: 'Save key' }).click()
  const proceed = page.getByRole('button', { name: /^(Continue|Save anyway)$/ })
  await composerOf(page).or(proceed).waitFor()
  if (await proceed.isVisible()) {
    await proceed.click()
  }
  await composerOf(page).waitFor()
  return { page, email }
}

/** Signs the same person in, in another browser. */
export async function otherBrowserOf(browser, url, email, script) {
  const context = await browser.newContext({ baseURL: url, locale: 'en-GB' })
  await context.addInitScript(script)
  const page = await context.newPage()
  await page.goto('/')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation', { name: 'Conversations' }).waitFor()
  return page
}

export function composerOf(page) {
  return page.getByRole('textbox', { name: 'Message' })
}
