import { expect, type Page, test } from '@playwright/test'
import { ADMINISTRATOR, newPerson, practiceKey, Uru } from './uru.ts'

function rowOf(page: Page, name: string) {
  return page.getByRole('row', { name: new RegExp(name) })
}

async function choose(page: Page, name: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${name}` }).click()
  await page.getByRole('menuitem', { name: action }).click()
}

test('an administrator invites a person, who asks; disables and deletes the account', async ({
  page,
  browser,
}) => {
  const administrator = new Uru(page)
  const dora = newPerson(`Dora ${crypto.randomUUID().slice(0, 8)}`)
  await page.goto('/')
  await administrator.signIn(ADMINISTRATOR)
  await page.getByRole('button', { name: /^Account of/ }).click()
  await page.getByRole('menuitem', { name: 'People' }).click()
  await expect(page.getByRole('table')).toBeVisible()

  const link = await administrator.addPerson(dora)
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('searchbox', { name: 'Name or e-mail' }).fill(dora.displayName)
  await expect(rowOf(page, dora.displayName)).toContainText('Invited')

  const there = await browser.newContext()
  const person = new Uru(await there.newPage())
  await test.step('the invitation leads to the first answer', async () => {
    await person.page.goto(link)
    await expect(person.page.getByRole('heading', { name: `Welcome, ${dora.displayName}` })).toBeVisible()
    await person.page.getByLabel('New password').fill(dora.password)
    await person.page.getByRole('button', { name: 'Set password and sign in' }).click()
    await expect(person.keyCard).toBeVisible()
    await person.giveKey(practiceKey('fast'))
    await person.ask('Hello?')
    await expect(person.answer(0)).toContainText('With a real key')
    await expect(person.page.getByRole('button', { name: /^Account of/ })).toBeVisible()
  })

  await test.step('a person who is no administrator finds nothing to administer', async () => {
    await person.page.goto('/admin/users')
    await expect(person.page.getByRole('heading', { name: 'Page not found' })).toBeVisible()
    await person.page.goto('/')
  })

  await test.step('disabling signs the person out', async () => {
    await choose(page, dora.displayName, 'Disable')
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click()
    await expect(rowOf(page, dora.displayName)).toContainText('Disabled')
    await expect(person.page.getByText('Your session has ended')).toBeVisible()
    await person.signIn(dora)
    await expect(person.page.getByText('E-mail and password do not match')).toBeVisible()
  })

  await test.step('enabling lets the person in again', async () => {
    await choose(page, dora.displayName, 'Enable')
    await expect(rowOf(page, dora.displayName)).toContainText('Active')
    await person.signIn(dora)
    await expect(person.page.getByRole('navigation', { name: 'Conversations' })).toContainText('Hello')
  })

  await test.step('deleting erases the account', async () => {
    await choose(page, dora.displayName, 'Delete')
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await expect(rowOf(page, dora.displayName)).toHaveCount(0)
    await expect(person.page.getByText('Your session has ended')).toBeVisible()
  })
  await there.close()
})
