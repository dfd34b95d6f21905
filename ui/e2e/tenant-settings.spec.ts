import { expect, type Page, test } from '@playwright/test'
import { ADMINISTRATOR, Uru } from './uru.ts'

// What is saved here holds for the people of all other journeys: it must not change what they see.

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0)
}

test('an administrator changes a setting, is told what cannot be, and sees the history', async ({ page }) => {
  const administrator = new Uru(page)
  await page.goto('/')
  await administrator.signIn(ADMINISTRATOR)
  await page.getByRole('button', { name: /^Account of/ }).click()
  await page.getByRole('menuitem', { name: 'People' }).click()
  await page
    .getByRole('navigation', { name: 'Administration' })
    .getByRole('link', { name: 'Settings' })
    .click()
  const models = page.getByLabel(/^Allowed models/)

  await test.step('a change is in the history', async () => {
    await models.fill('*\ngpt-4o')
    await save(page)
    const changes = page.getByRole('list', { name: 'Changes' })
    await expect(changes.getByRole('listitem').first()).toContainText('*, gpt-4o')
    await page.reload()
    await expect(models).toHaveValue('*\ngpt-4o')
  })

  await test.step('a bad value is refused where it stands', async () => {
    await page.getByRole('radio', { name: 'By mail domain' }).check()
    await page.getByLabel(/^Mail domains/).fill('no domain')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('alert')).toContainText('is not a mail domain')
    await page.getByRole('button', { name: 'Discard' }).click()
    await expect(page.getByRole('radio', { name: 'Everybody' })).toBeChecked()
  })

  await test.step('what is emptied is as the server is configured', async () => {
    await models.fill('')
    await save(page)
    await expect(page.getByRole('list', { name: 'Changes' }).getByRole('listitem').first()).toContainText(
      'not set',
    )
  })
})
