import { expect, type Page, test } from '@playwright/test'
import { newPerson, practiceKey, Uru } from './uru.ts'

const README_IMAGE = '../docs/images/uru.png'
const REVIEW = 'target/screenshots'

/** Questions whose conversations fill the sidebar. */
const EARLIER = [
  'Plan a week of vegetarian dinners',
  'Why is the sky red in the evening?',
  'Draft a letter to the landlord',
]
const QUESTION = 'Hello! What can you show me, and which keys can I try?'

test('the picture for the README', async ({ browser }) => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' })
  const uru = await withHistory(page)
  await uru.ask(QUESTION)
  await answered(uru)
  await page.mouse.move(720, 10)
  await page.screenshot({ path: README_IMAGE })
})

for (const [name, use] of Object.entries({
  light: { colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  dark: { colorScheme: 'dark', viewport: { width: 1440, height: 900 } },
  'phone-light': { colorScheme: 'light', viewport: { width: 390, height: 844 }, hasTouch: true },
  'phone-dark': { colorScheme: 'dark', viewport: { width: 390, height: 844 }, hasTouch: true },
} as const)) {
  test(`every screen, ${name}`, async ({ browser }) => {
    test.slow()
    const page = await browser.newPage(use)
    const narrow = use.viewport.width < 768
    const uru = new Uru(page)
    const ada = newPerson()
    const shoot = async (screen: string) => {
      await page.screenshot({ path: `${REVIEW}/${name}-${screen}.png`, animations: 'disabled' })
    }

    await page.goto('/sign-in')
    await expect(page.getByRole('heading', { name: 'Sign in to Uru' })).toBeVisible()
    await shoot('01-sign-in')
    await uru.signIn({ ...ada, password: 'not the password' })
    await expect(page.getByRole('alert')).toBeVisible()
    await shoot('02-sign-in-refused')

    await uru.register(ada)
    await shoot('03-key-card')
    await uru.giveKey(practiceKey('invalid-key'), 'nine quiet rivers')
    await expect(uru.keyCard.getByRole('alert')).toBeVisible()
    await shoot('04-key-refused')
    await uru.giveKey(practiceKey('slow'), 'nine quiet rivers')
    await expect(uru.composer).toBeVisible()
    await shoot('05-empty')

    await uru.ask(QUESTION)
    await expect(uru.answer(0)).toBeVisible()
    await shoot('06-waiting')
    await expect(uru.answer(0)).toContainText('What works just as')
    await shoot('07-streaming')
    await uru.stop.click()
    await expect(uru.answer(0)).toContainText('This answer was stopped.')
    await shoot('08-stopped')
    await page.getByRole('button', { name: /^Model/ }).click()
    await expect(page.getByRole('option').first()).toBeVisible()
    await shoot('09-models')
    await page.keyboard.press('Escape')
    await uru.selectModel('GPT-6.2 Sol')
    await shoot('10-switched')

    await page.reload()
    await uru.ask('And now?')
    await expect(uru.unlockForm).toBeVisible()
    await shoot('11-locked')

    for (const [number, section] of ['profile', 'appearance', 'key', 'shortcuts'].entries()) {
      await page.goto(`/settings/${section}`)
      await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible()
      await shoot(`${12 + number}-settings-${section}`)
    }
    await page.getByRole('button', { name: 'Close' }).click()
    if (narrow) {
      await page.getByRole('button', { name: 'Show sidebar' }).click()
      await shoot('16-sidebar')
      await page.getByRole('button', { name: 'Hide sidebar' }).click()
    }

    for (const [number, fault] of ['no-quota', 'rate-limited', 'cut', 'fast'].entries()) {
      await page.goto('/settings/key')
      // The first key is there and locked; those after it were of one tab and are gone.
      if (number === 0) await page.getByRole('button', { name: 'Replace', exact: true }).click()
      await uru.giveKey(practiceKey(fault))
      await expect(page.getByText('Your key works and is in use.')).toBeVisible()
      await page.getByRole('button', { name: 'Close' }).click()
      await uru.ask(QUESTION)
      await expect(page.getByRole('button', { name: /Try again|Continue|Copy answer/ }).first()).toBeVisible()
      await shoot(`${17 + number}-${fault}`)
    }
    await answered(uru)
    await shoot('21-answered')
    await page.goto('/c/00000000-0000-7000-8000-000000000000')
    await expect(page.getByRole('alert')).toBeVisible()
    await shoot('22-nothing-here')
  })
}

/** Somebody with a few conversations, on the page of a new one. */
async function withHistory(page: Page): Promise<Uru> {
  const uru = new Uru(page)
  await uru.register(newPerson())
  await uru.giveKey(practiceKey('fast'))
  await expect(uru.composer).toBeVisible()
  for (const question of EARLIER) {
    await uru.ask(question)
    await answered(uru)
    await rename(page, question)
    await page.getByRole('link', { name: 'New conversation' }).click()
  }
  return uru
}

async function answered(uru: Uru): Promise<void> {
  await expect(uru.answer(0).getByRole('button', { name: 'Copy answer' })).toBeAttached()
}

async function rename(page: Page, title: string): Promise<void> {
  const row = page.getByRole('navigation', { name: 'Conversations' }).getByRole('listitem').first()
  await row.hover()
  await row.getByRole('button', { name: /^Actions for/ }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByRole('textbox', { name: 'Title' }).fill(title)
  await page.keyboard.press('Enter')
  await expect(row.getByRole('link', { name: title })).toBeVisible()
}
