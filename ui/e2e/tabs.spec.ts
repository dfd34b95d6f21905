import { expect, test } from '@playwright/test'
import { practiceKey, somebody, Uru } from './uru.ts'
import { Witness } from './witness.ts'

const ANSWERS = 7
/** The practice upstream repeats the question in its answer, ten tokens a second. */
const MINUTES_OF_TEXT = ' and so on'.repeat(240)

test('seven running answers and three tabs over HTTP/1.1', async ({ page, context }) => {
  test.slow()
  const witness = await Witness.of(context)
  const uru = new Uru(page)
  await uru.begin(somebody(), practiceKey('slow'))

  for (let number = 1; number <= ANSWERS; number++) {
    await page.getByRole('link', { name: 'New conversation' }).click()
    await uru.ask(`Number ${number}${MINUTES_OF_TEXT}`)
    await expect(page).toHaveURL(/\/c\//)
    await expect(uru.answer(0)).toBeVisible()
  }
  const running = page.getByText('an answer is being written')
  await expect(running).toHaveCount(ANSWERS)

  await test.step('two more tabs open and show the answer', async () => {
    for (let tab = 2; tab <= 3; tab++) {
      const other = await context.newPage()
      await other.goto(page.url())
      await expect(new Uru(other).answer(0)).toContainText(/Thought|A practice answer/)
    }
  })

  await test.step('Stop acts at once', async () => {
    await page.bringToFront()
    await uru.stop.click()
    await expect(uru.send).toBeVisible({ timeout: 2_000 })
  })

  expect(witness.complaints).toEqual([])
  expect(witness.refusals).toEqual([])
})
