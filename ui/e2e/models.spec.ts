import { expect, test } from '@playwright/test'
import { latestAnswer } from './practice.ts'
import { newPerson, practiceKey, Uru } from './uru.ts'
import { Witness } from './witness.ts'

test('a key of today: its models, reasoning, and a model of the other API', async ({ page, context }) => {
  test.slow()
  const witness = await Witness.of(context)
  const uru = new Uru(page)
  const key = practiceKey('today')

  await uru.begin(newPerson(), key)

  await test.step('the selector shows the models of the key and no others', async () => {
    await page.getByRole('button', { name: /^Model/ }).click()
    const models = page.getByRole('listbox', { name: 'Models' })
    await expect(models.getByRole('option').filter({ hasText: 'GPT-6.2 Sol' }).first()).toBeVisible()
    const search = page.getByRole('combobox', { name: 'Search models' })
    await search.fill('search-api')
    const others = models.getByRole('group', { name: 'Other models of your key' })
    await expect(others.getByRole('option').first()).toContainText('gpt-5-search-api')
    await search.fill('embedding')
    await expect(page.getByText(/^No model matches/)).toBeVisible()
    await search.fill('gpt-4-turbo')
    await expect(models.getByRole('option').first()).toHaveAttribute('aria-disabled', 'true')
    await page.keyboard.press('Escape')
  })

  await test.step('gpt-6.2-sol shows its reasoning apart from the answer', async () => {
    await uru.selectModel('GPT-6.2 Sol')
    await uru.ask('Which of two sorting algorithms is stable?')
    const thought = uru.answer(0).getByRole('button', { name: /^Thought/ })
    await expect(thought).toBeVisible({ timeout: 30_000 })
    await expect(uru.send).toBeVisible({ timeout: 60_000 })
    await expect(thought).toHaveAttribute('aria-expanded', 'false')
    await thought.click()
    await expect(thought).toHaveAttribute('aria-expanded', 'true')
    expect(await latestAnswer(key)).toMatchObject({ path: '/v1/responses', model: 'gpt-6.2-sol' })
  })

  await test.step('a model that only Chat Completions serves answers', async () => {
    await uru.selectModel('gpt-5-search-api')
    await uru.ask('And which is faster?')
    await expect(uru.answer(1)).toContainText('A practice answer', { timeout: 30_000 })
    await expect(uru.send).toBeVisible({ timeout: 60_000 })
    expect(await latestAnswer(key)).toMatchObject({
      path: '/v1/chat/completions',
      model: 'gpt-5-search-api',
      status: 200,
    })
  })

  await test.step('back: the first answer goes with its encrypted reasoning', async () => {
    await uru.selectModel('GPT-6.2 Sol')
    await uru.ask('Thank you. And in memory?')
    await expect(uru.answer(2)).toContainText('A practice answer', { timeout: 30_000 })
    await expect(uru.send).toBeVisible({ timeout: 60_000 })
    const { path, input } = await latestAnswer(key)
    expect(path).toBe('/v1/responses')
    expect(input.map(({ type, role }) => role || type)).toEqual([
      'user',
      'reasoning',
      'assistant',
      'user',
      'assistant',
      'user',
    ])
  })

  await test.step('a reload shows the same', async () => {
    const shown = await uru.transcript.textContent()
    await page.reload()
    await expect(uru.answer(2)).toContainText('A practice answer')
    await expect(uru.answer(0).getByRole('button', { name: /^Thought/ })).toBeVisible()
    expect((await uru.transcript.textContent())?.length).toBeGreaterThan((shown?.length ?? 0) / 2)
  })

  expect(witness.complaints).toEqual([])
  expect(witness.refusals).toEqual([])
})
