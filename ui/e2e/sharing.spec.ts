import { randomUUID } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { addViewer } from './api.ts'
import { ADMINISTRATOR, newPerson, practiceKey, Uru } from './uru.ts'

test('a user shares a conversation; a viewer and the administrator read it until the user stops', async ({
  page,
  browser,
  request,
}) => {
  const owner = new Uru(page)
  const ada = newPerson()
  const title = `Flour ${randomUUID().slice(0, 8)}`
  await owner.begin(ada, practiceKey('fast'))
  await owner.ask('Which flour is best?')
  await expect(owner.answer(0)).toContainText('With a real key')
  await page.getByRole('button', { name: /^Actions for/ }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByRole('textbox', { name: 'Title' }).fill(title)
  await page.getByRole('textbox', { name: 'Title' }).press('Enter')

  const link = await test.step('the user shares it with everybody', async () => {
    await page.getByRole('button', { name: 'Share', exact: true }).click()
    await page.getByText('Everybody in the organisation', { exact: true }).click()
    await page.getByRole('button', { name: 'Create link' }).click()
    const { pathname } = new URL(await page.getByLabel('Link', { exact: true }).inputValue())
    await page.getByRole('button', { name: 'Done' }).click()
    return pathname
  })

  const there = await browser.newContext()
  const viewer = new Uru(await there.newPage())
  const vera = newPerson('Vera Viewer')
  await addViewer(request, vera)

  await test.step('a viewer finds it on the first page, and nothing to write with', async () => {
    await viewer.page.goto('/')
    await viewer.signIn(vera)
    await expect(viewer.page.getByRole('heading', { name: 'Welcome, Vera Viewer' })).toBeVisible()
    await expect(viewer.page.getByRole('main').getByRole('link', { name: title })).toContainText(
      'Ada Lovelace',
    )
    await expect(viewer.composer).toHaveCount(0)
    await expect(viewer.keyCard).toHaveCount(0)
    await expect(viewer.page.getByRole('button', { name: /^Model/ })).toHaveCount(0)
    const sidebar = viewer.page.getByRole('navigation', { name: 'Conversations' })
    await expect(sidebar.getByRole('link', { name: 'New conversation' })).toHaveCount(0)
    await sidebar.getByRole('link', { name: title }).click()
    await expect(viewer.page.getByRole('heading', { name: title, level: 1 })).toBeVisible()
    await expect(viewer.page.getByRole('main')).toContainText('Which flour is best?')
    await expect(viewer.page.getByRole('main')).toContainText('With a real key')
    await expect(viewer.page.getByRole('button', { name: 'Share', exact: true })).toHaveCount(0)
    await expect(viewer.page.getByRole('main')).not.toContainText(ada.email)
  })

  await test.step('a viewer has the settings of a reader, and no people to administer', async () => {
    await viewer.page.getByRole('button', { name: 'Settings' }).click()
    const sections = viewer.page.getByRole('navigation', { name: 'Settings' }).getByRole('link')
    await expect(sections).toHaveText([
      'Profile',
      'Appearance',
      'Security',
      'Sessions',
      'Your data',
      'Privacy',
      'Shortcuts',
    ])
    await viewer.page.keyboard.press('Escape')
    await viewer.page.getByRole('button', { name: /^Account of/ }).click()
    await expect(viewer.page.getByRole('menuitem', { name: 'People' })).toHaveCount(0)
    await viewer.page.keyboard.press('Escape')
  })

  await test.step('the administrator reads what is shared, not the conversation itself', async () => {
    const context = await browser.newContext()
    const administrator = new Uru(await context.newPage())
    await administrator.page.goto(link)
    await administrator.signIn(ADMINISTRATOR)
    await expect(administrator.page.getByRole('heading', { name: title, level: 1 })).toBeVisible()
    await administrator.page.goto(`/c/${owner.conversationId()}`)
    await expect(administrator.page.getByRole('main')).toContainText(/not found|nothing here|deleted/i)
    await expect(administrator.page.getByText('Which flour is best?')).toHaveCount(0)
    await context.close()
  })

  await test.step('what is asked later is shown when the user updates the link', async () => {
    await owner.ask('And which yeast?')
    await expect(owner.answer(1)).toContainText('With a real key')
    await viewer.page.reload()
    await expect(viewer.page.getByRole('main')).toContainText('Which flour is best?')
    await expect(viewer.page.getByText('And which yeast?')).toHaveCount(0)
    await page.getByRole('button', { name: 'Share', exact: true }).click()
    await expect(page.getByText('The conversation has gone on since.')).toBeVisible()
    await page.getByRole('button', { name: 'Update link' }).click()
    await expect(page.getByText('The link shows 4 messages')).toBeVisible()
    await page.getByRole('button', { name: 'Done' }).click()
    await viewer.page.reload()
    await expect(viewer.page.getByRole('main')).toContainText('And which yeast?')
  })

  await test.step('after the user has stopped sharing the link leads nowhere', async () => {
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('link', { name: 'Your data' }).click()
    await page.getByRole('button', { name: `Stop sharing ${title}` }).click()
    await page.getByRole('button', { name: 'Stop sharing', exact: true }).click()
    await expect(page.getByText(/^You share nothing/)).toBeVisible()
    await viewer.page.reload()
    await expect(viewer.page.getByText(/^This link does not exist any more/)).toBeVisible()
    await viewer.page.getByRole('link', { name: 'See what is shared with everybody' }).click()
    await expect(
      viewer.page.getByRole('main').getByRole('heading', { name: 'Welcome, Vera Viewer' }),
    ).toBeVisible()
    await expect(viewer.page.getByRole('link', { name: title })).toHaveCount(0)
  })
  await there.close()
})
