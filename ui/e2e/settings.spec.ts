import { expect, type Page, test } from '@playwright/test'
import { newPerson, practiceKey, Uru } from './uru.ts'

async function open(page: Page, section: string): Promise<void> {
  if (await page.getByRole('dialog').isHidden()) await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('link', { name: section, exact: true }).click()
  await expect(page.getByRole('region', { name: section })).toBeVisible()
}

/** The radio button itself is hidden behind its card. */
async function choose(page: Page, group: string, choice: string): Promise<void> {
  await page.getByRole('group', { name: group }).getByText(choice, { exact: true }).click()
  await expect(page.getByRole('radio', { name: choice, exact: true })).toBeChecked()
}

const savedPreferences = (page: Page, name: string) =>
  page.waitForResponse(
    (response) => response.ok() && (response.request().postData() ?? '').includes(`"${name}"`),
  )

const look = (page: Page) => page.evaluate(() => ({ ...document.documentElement.dataset }))

test('preferences follow their owner to another browser, and are there before the first paint', async ({
  page,
  browser,
}) => {
  const ada = newPerson()
  const uru = new Uru(page)
  await uru.begin(ada, practiceKey('fast'))

  await test.step('the look changes at once', async () => {
    await open(page, 'Appearance')
    await choose(page, 'Theme', 'Dark')
    await choose(page, 'Text size', 'Large')
    const saved = savedPreferences(page, 'motion')
    await choose(page, 'Motion', 'Reduced')
    await saved
    expect(await look(page)).toMatchObject({ theme: 'dark', textSize: 'large', motion: 'reduced' })
  })

  await test.step('Enter begins a new line where Ctrl+Enter sends', async () => {
    await open(page, 'Chat')
    await choose(page, 'Key that sends', 'Ctrl+Enter')
    await page.getByLabel('Instructions for new conversations').fill('Answer briefly.')
    const saved = savedPreferences(page, 'instructions')
    await page.getByRole('button', { name: 'Save instructions' }).click()
    await saved
    await page.keyboard.press('Escape')
    await uru.composer.fill('one')
    await uru.composer.press('Enter')
    await expect(uru.composer).toHaveValue('one\n')
    const asked = page.waitForRequest((request) => request.url().endsWith('/generations'))
    await uru.composer.press('Control+Enter')
    expect((await asked).postDataJSON().conversation).toMatchObject({ systemPrompt: 'Answer briefly.' })
    await expect(uru.answer(0)).toContainText('With a real key')
  })

  await test.step('another browser has them as soon as their owner signs in', async () => {
    const there = await browser.newContext({ colorScheme: 'light' })
    const other = new Uru(await there.newPage())
    await other.page.goto('/')
    await other.signIn(ada)
    await expect(other.keyCard).toBeVisible()
    expect(await look(other.page)).toMatchObject({ theme: 'dark', textSize: 'large', motion: 'reduced' })
    await open(other.page, 'Chat')
    await expect(other.page.getByLabel('Instructions for new conversations')).toHaveValue('Answer briefly.')

    await other.page.route('**/assets/**', (route) => route.abort())
    await other.page.reload()
    expect(await look(other.page), 'without any of the scripts of the page').toMatchObject({
      theme: 'dark',
      textSize: 'large',
    })
    await there.close()
  })

  await test.step('signing out leaves the look in the browser, and nothing else', async () => {
    await uru.signOut()
    expect((await look(page))['theme']).toBe('dark')
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('Answer briefly')
  })
})

test('the owner of an account changes its name and its address', async ({ page }) => {
  const ada = newPerson()
  const moved = newPerson()
  const uru = new Uru(page)
  await uru.register(ada)

  await open(page, 'Profile')
  await page.getByLabel('Display name').fill('Ada King')
  await page.getByRole('button', { name: 'Change name' }).click()
  await expect(page.getByText('Your name was changed')).toBeVisible()

  await open(page, 'Security')
  await page.getByLabel('New e-mail address').fill(moved.email)
  await page.getByLabel('Password', { exact: true }).fill(ada.password)
  await page.getByRole('button', { name: 'Change address' }).click()
  await expect(page.getByText('Your e-mail address was changed')).toBeVisible()
  await expect(page.getByText(`You sign in as ${moved.email}.`)).toBeVisible()

  await open(page, 'Sessions')
  await expect(page.getByText(/from 127\.0\.0\.1|from ::1/)).toBeVisible()

  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: /^Account of Ada King/ })).toBeVisible()
  await uru.signOut()
  await uru.signIn({ email: moved.email, password: ada.password })
  await expect(page.getByRole('button', { name: /^Account of Ada King/ })).toBeVisible()
})
