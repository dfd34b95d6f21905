import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { newPerson, Uru } from './uru.ts'

const QUESTION = 'Why does bread rise?'

/** As ChatGPT exports it. */
function fromChatGpt(): Buffer {
  const node = (id: string, parent: string | null, role: string, text: string) => ({
    id,
    parent,
    children: [],
    message: {
      author: { role },
      content: { content_type: 'text', parts: [text] },
      create_time: 1_700_000_000,
    },
  })
  const conversation = {
    id: crypto.randomUUID(),
    title: 'Bread from ChatGPT',
    create_time: 1_700_000_000,
    update_time: 1_700_000_001,
    current_node: 'b',
    mapping: {
      root: { id: 'root', parent: null, children: ['q'], message: null },
      q: node('q', 'root', 'user', QUESTION),
      a: node('a', 'q', 'assistant', 'Because of *yeast*.'),
      b: node('b', 'q', 'assistant', 'Because of **gas**.'),
    },
  }
  return Buffer.from(JSON.stringify([conversation, { id: 'empty', mapping: {} }]))
}

test('conversations come from ChatGPT, leave as a selection, and are here already', async ({ page }) => {
  const uru = new Uru(page)
  await uru.register(newPerson())
  await page.goto('/settings/data')
  const settings = page.getByRole('dialog', { name: 'Settings' })
  const file = settings.getByLabel(/Choose a file/)

  await test.step('a file that is cut off is refused', async () => {
    const buffer = fromChatGpt().subarray(0, 300)
    await file.setInputFiles({ name: 'conversations.json', mimeType: 'application/json', buffer })
    await expect(settings.getByRole('alert')).toContainText('The file is incomplete')
  })

  await test.step('the report comes before the import', async () => {
    const buffer = fromChatGpt()
    await file.setInputFiles({ name: 'conversations.json', mimeType: 'application/json', buffer })
    await expect(settings.getByText('2 conversations: 1 new, 1 cannot be imported')).toBeVisible()
    await settings.getByRole('button', { name: 'Import 1 conversation' }).click()
    await expect(settings.getByText('2 conversations: 1 imported, 1 not imported')).toBeVisible()
  })

  const exported = await test.step('it leaves in a selection', async () => {
    await settings.getByRole('button', { name: 'Select conversations' }).click()
    await settings.getByRole('checkbox', { name: /^Bread from ChatGPT/ }).check()
    await settings.getByRole('button', { name: 'Export 1 selected' }).click()
    const dialog = page.getByRole('dialog', { name: 'Export 1 conversation' })
    const download = page.waitForEvent('download')
    await dialog.getByRole('button', { name: 'Export', exact: true }).click()
    return readFile(await (await download).path())
  })

  await test.step('its export is here already', async () => {
    await settings.getByRole('button', { name: 'Import another file' }).click()
    await file.setInputFiles({ name: 'Uru export.zip', mimeType: 'application/zip', buffer: exported })
    await expect(settings.getByText('1 conversation: 1 already here')).toBeVisible()
  })

  await test.step('it is in the sidebar, with both answers', async () => {
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: /Bread from ChatGPT/ }).click()
    await expect(page.getByText('Because of gas.')).toBeVisible()
    await expect(page.getByText(QUESTION).first()).toBeVisible()
    await expect(page.getByText('2/2')).toBeVisible()
  })
})
