import { expect, test } from '@playwright/test'
import { answersAskedWith } from './practice.ts'
import { practiceKey, Uru } from './uru.ts'
import { Witness } from './witness.ts'

const REVIEW = 'target/screenshots'

/**
 * The day after gpt-4o was shut down: the server, the browser and its workers have the clock of that day. URU_EMAIL, URU_PASSWORD
 * and URU_CONVERSATION are an account and its conversation of gpt-4o with one answer.
 */
function given(name: 'URU_EMAIL' | 'URU_PASSWORD' | 'URU_CONVERSATION'): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not set`)
  return value
}

test('a conversation of gpt-4o goes on with one click', async ({ page, context }) => {
  const witness = await Witness.of(context)
  const uru = new Uru(page)
  const key = practiceKey('january-2027')

  await page.goto('/')
  await uru.signIn({ email: given('URU_EMAIL'), password: given('URU_PASSWORD') })
  await uru.giveKey(key)
  await expect(uru.composer).toBeVisible()
  await page.locator(`a[href="/c/${given('URU_CONVERSATION')}"]`).click()

  await test.step('the old answer is there, and the model is said to be gone', async () => {
    await expect(uru.answer(0)).toContainText('A practice answer')
    await expect(page.getByText('GPT-4o was shut down on 14 January 2027')).toBeVisible()
    await page.screenshot({ path: `${REVIEW}/shutdown.png` })
  })

  await test.step('one click, and the question is answered', async () => {
    await page.getByRole('button', { name: 'Continue with GPT-6 Luna' }).click()
    await uru.ask('And in the evening?')
    await expect(uru.answer(1)).toContainText('A practice answer')
    await expect(uru.send).toBeVisible()
    await page.screenshot({ path: `${REVIEW}/shutdown-continued.png` })
  })

  const asked = await answersAskedWith(key)
  expect(asked.map(({ model, status }) => ({ model, status }))).toEqual([
    { model: 'gpt-6-luna', status: 200 },
  ])
  expect(witness.complaints).toEqual([])
  expect(witness.refusals).toEqual([])
})
