import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { ADMINISTRATOR, newPerson, Uru } from './uru.ts'

test('an administrator invites people by a file, and one of them comes in', async ({ page, browser }) => {
  const administrator = new Uru(page)
  const mark = crypto.randomUUID().slice(0, 8)
  const people = Array.from({ length: 50 }, (_, i) => newPerson(`Person ${i} ${mark}`))
  const [first] = people
  if (!first) throw new Error('nobody to invite')
  const lines = people.map(({ email, displayName }) => `${email};"${displayName}";user`)
  const file = ['email;displayName;role', ...lines, 'no address;X;user'].join('\r\n')
  await page.goto('/admin/users')
  await administrator.signIn(ADMINISTRATOR)

  await page.getByRole('button', { name: 'Import people from a file' }).click()
  const dialog = page.getByRole('dialog', { name: 'Import people' })
  await test.step('a file in another character set is refused with its line', async () => {
    const latin = Buffer.from('email;displayName;role\nzoe@example.org;Zoë;user\n', 'latin1')
    await dialog.getByLabel('File').setInputFiles({ name: 'x.csv', mimeType: 'text/csv', buffer: latin })
    await expect(dialog.getByRole('alert')).toContainText('Line 2 is not in UTF-8')
  })

  await test.step('the report comes before anything is done', async () => {
    const buffer = Buffer.from(`\uFEFF${file}`)
    await dialog.getByLabel('File').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer })
    await expect(dialog.getByText('New: 50 · Not valid: 1')).toBeVisible()
    await expect(dialog.getByText('This is not an e-mail address')).toBeVisible()
  })

  const link = await test.step('the import adds them and has their links', async () => {
    await dialog.getByRole('button', { name: 'Import 50 people' }).click()
    await expect(dialog.getByText('Added: 50')).toBeVisible()
    const download = page.waitForEvent('download')
    await dialog.getByRole('button', { name: 'Save the links' }).click()
    const links = await readFile(await (await download).path(), 'utf8')
    await dialog.getByRole('button', { name: 'Done' }).click()
    const line = links.split('\r\n').find((each) => each.includes(first.email)) ?? ''
    const url = new URL(/https?:[^"]+/.exec(line)?.[0] ?? '')
    return url.pathname + url.hash
  })

  await test.step('a person opens the link and is signed in', async () => {
    const there = await browser.newContext()
    const person = new Uru(await there.newPage())
    await person.page.goto(link)
    await person.page.getByLabel('New password').fill(first.password)
    await person.page.getByRole('button', { name: 'Set password and sign in' }).click()
    await expect(person.keyCard).toBeVisible()
    await there.close()
  })

  await test.step('all of them are deleted together', async () => {
    await page.getByRole('searchbox', { name: 'Name or e-mail' }).fill(mark)
    await expect(page.getByText('50 people')).toBeVisible()
    await page.getByRole('checkbox', { name: 'Select all that are listed' }).check()
    await page.getByRole('button', { name: 'Actions', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await expect(page.getByText('Deleted: 50 people')).toBeVisible({ timeout: 60_000 })
    await page.getByRole('button', { name: 'Done' }).click()
    await expect(page.getByText(/^Nobody matches/)).toBeVisible()
  })
})
