import { AxeBuilder } from '@axe-core/playwright'
import { type APIRequestContext, expect, type Page, test } from '@playwright/test'
import { addViewer } from './api.ts'
import { ADMINISTRATOR, newPerson, type Person, practiceKey, Uru } from './uru.ts'

const SIZES = {
  'a wide window': { width: 1280, height: 800 },
  'a phone of 390 px': { width: 390, height: 844 },
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    test.describe(`${colorScheme}, ${size}`, () => {
      test.use({ colorScheme, viewport, contextOptions: { reducedMotion: 'reduce' } })

      test('no screen has an accessibility problem', async ({ page }) => {
        const uru = new Uru(page)
        const ada = newPerson()

        await page.goto('/sign-in')
        await expect(page.getByRole('heading', { name: 'Sign in to Uru' })).toBeVisible()
        await findsNothing(page, 'sign-in')
        await page.getByLabel('E-mail').fill(ada.email)
        await page.getByLabel('Password').fill('not the password')
        await page.getByRole('button', { name: 'Sign in' }).click()
        await expect(page.getByRole('alert')).toBeVisible()
        await findsNothing(page, 'sign-in refused')

        await uru.register(ada)
        await findsNothing(page, 'key card')
        await uru.giveKey(practiceKey('invalid-key'))
        await expect(uru.keyCard.getByRole('alert')).toBeVisible()
        await findsNothing(page, 'key card with a wrong key')
        await uru.giveKey(practiceKey('slow'))
        await expect(uru.composer).toBeVisible()
        await findsNothing(page, 'a new conversation')

        await uru.ask('How does a tree grow?')
        await expect(uru.answer(0)).toContainText('A practice answer')
        await findsNothing(page, 'an answer that is being written')
        await uru.stop.click()
        await expect(uru.answer(0)).toContainText('This answer was stopped.')
        await findsNothing(page, 'a stopped answer')

        await page.getByRole('button', { name: 'Share', exact: true }).click()
        await expect(page.getByRole('button', { name: 'Create link' })).toBeVisible()
        await findsNothing(page, 'sharing')
        await page.getByRole('button', { name: 'Create link' }).click()
        await page.getByRole('button', { name: 'Stop sharing' }).click()
        await expect(page.getByText('The link stops working at once and for ever.')).toBeVisible()
        await findsNothing(page, 'a shared conversation, in its owner’s dialog')
        await page.getByRole('link', { name: 'See what others see' }).click()
        await expect(page.getByText(/^Shared by Ada Lovelace \(you\)/)).toBeVisible()
        await findsNothing(page, 'a shared conversation')
        await page.goBack()
        await expect(uru.answer(0)).toBeVisible()

        await page.getByRole('button', { name: /^Model/ }).click()
        await expect(page.getByRole('option').first()).toBeVisible()
        await findsNothing(page, 'the model selector')
        await page.keyboard.press('Escape')

        if (viewport.width < 768) await page.getByRole('button', { name: 'Show sidebar' }).click()
        await page.getByRole('button', { name: /^Account of/ }).click()
        await expect(page.getByRole('menuitem', { name: 'Settings' })).toBeVisible()
        await findsNothing(page, 'the account menu')
        await page.getByRole('menuitem', { name: 'Settings' }).click()
        for (const section of [
          'Profile',
          'Appearance',
          'Chat',
          'Key',
          'Security',
          'Sessions',
          'Usage',
          'Your data',
          'Privacy',
          'Shortcuts',
        ]) {
          await page.getByRole('link', { name: section, exact: true }).click()
          await expect(page.getByRole('link', { name: section, exact: true })).toHaveAttribute(
            'aria-current',
            'page',
          )
          await findsNothing(page, `settings, ${section}`)
        }
        await page.getByRole('link', { name: 'Your data' }).click()
        await page.getByRole('button', { name: 'Export everything' }).click()
        await expect(page.getByRole('dialog', { name: 'Export everything' })).toBeVisible()
        await findsNothing(page, 'the export')
      })

      test('no screen with limits, banners or progress has an accessibility problem', async ({
        page,
        request,
      }) => {
        const uru = new Uru(page)
        const ada = newPerson()
        // A banner of the organisation would be on the screens of all other journeys.
        await page.route('**/api/v1/me/settings', async (route) => {
          const response = await route.fetch()
          const settings = (await response.json()) as object
          await route.fulfill({ response, json: { ...settings, banner: 'Maintenance on Friday at 18:00.' } })
        })
        await uru.begin(ada, practiceKey('fast'))
        await expect(page.getByText('Maintenance on Friday at 18:00.')).toBeVisible()
        await findsNothing(page, 'a banner of the organisation')
        await uru.ask('How much is that?')
        await expect(uru.answer(0)).toContainText('With a real key')

        await useUpBudgets(request, ada)
        await page.goto('/settings/usage')
        await expect(page.getByRole('list', { name: 'Limits' }).getByRole('listitem')).toHaveCount(3)
        await expect(page.getByText(/^8\d %, nearly used up/)).toBeVisible()
        await findsNothing(page, 'limits of which some, nearly all and all is used')
        await page.goto('/')
        await expect(page.getByRole('complementary', { name: 'Limit' })).toContainText('used up')
        await findsNothing(page, 'a limit that is used up, above the chat')
        await changeBudget(request, ada, { tokensPerDay: null })
        await page.reload()
        await expect(page.getByRole('complementary', { name: 'Limit' })).toContainText(/8\d % used/)
        await findsNothing(page, 'a limit that is nearly used up, above the chat')

        await page.goto('/settings/data')
        const settings = page.getByRole('dialog', { name: 'Settings' })
        const file = { format: 'uru-conversations', version: 1, conversations: [importable()] }
        await settings.getByLabel(/Choose a file/).setInputFiles({
          name: 'conversations.json',
          mimeType: 'application/json',
          buffer: Buffer.from(JSON.stringify(file)),
        })
        await expect(settings.getByText('1 conversation: 1 new')).toBeVisible()
        await findsNothing(page, 'what is in a file of conversations')
        const importing = await holdBack(page, /\/api\/v1\/import\?dryRun=false$/)
        await settings.getByRole('button', { name: 'Import 1 conversation' }).click()
        await expect(settings.getByRole('progressbar', { name: 'Import' })).toBeVisible()
        await findsNothing(page, 'an import that is running')
        importing.release()
        await expect(settings.getByText('1 conversation: 1 imported')).toBeVisible()
        await findsNothing(page, 'what was imported')
      })

      test('no screen of a viewer has an accessibility problem', async ({ page, request }) => {
        const uru = new Uru(page)
        const vera = newPerson('Vera Viewer')
        await addViewer(request, vera)
        await page.goto('/')
        await uru.signIn(vera)
        await expect(page.getByRole('heading', { name: 'Welcome, Vera Viewer' })).toBeVisible()
        if (viewport.width < 768) await page.getByRole('button', { name: 'Show sidebar' }).click()
        await expect(page.getByRole('heading', { name: 'Shared with everybody' }).first()).toBeVisible()
        await findsNothing(page, 'the first page of a viewer')
        await page.goto('/shared/unknown')
        await expect(page.getByText(/^This link does not exist any more/)).toBeVisible()
        await findsNothing(page, 'a link that leads nowhere')
      })

      test('no screen of an administrator has an accessibility problem', async ({ page }) => {
        const uru = new Uru(page)
        await page.goto('/admin/users')
        await uru.signIn(ADMINISTRATOR)
        await expect(page.getByRole('table')).toBeVisible()
        await findsNothing(page, 'people')
        const dora = newPerson('Dora Invited')
        const link = await uru.addPerson(dora)
        await findsNothing(page, 'the link of an invitation')
        const invited = await page.context().newPage()
        await invited.goto(link)
        await expect(invited.getByRole('heading', { name: 'Welcome, Dora Invited' })).toBeVisible()
        await findsNothing(invited, 'an invitation')
        await invited.close()
        await page.getByRole('button', { name: 'Done' }).click()
        await page.getByRole('searchbox', { name: 'Name or e-mail' }).fill(dora.email)
        await expect(page.getByText('1 person')).toBeVisible()
        await page.getByRole('button', { name: 'Actions for Dora Invited' }).click()
        await findsNothing(page, 'the actions for a person')
        await page.getByRole('menuitem', { name: 'Change role' }).click()
        await findsNothing(page, 'the role of a person')
        await page.getByRole('button', { name: 'Cancel' }).click()
        await page.getByRole('checkbox', { name: 'Select Dora Invited' }).check()
        await findsNothing(page, 'a selected person')
        await page.getByRole('button', { name: 'Actions', exact: true }).click()
        await findsNothing(page, 'the actions for the selected people')
        await page.getByRole('menuitem', { name: 'Invite again' }).click()
        await findsNothing(page, 'an action with several people')
        const inviting = await holdBack(page, '**/password-link')
        await page.getByRole('dialog').getByRole('button', { name: 'Invite again' }).click()
        await expect(page.getByRole('progressbar')).toBeVisible()
        await findsNothing(page, 'an action with several people that is running')
        inviting.release()
        await expect(page.getByText('Invited: 1 person')).toBeVisible()
        await findsNothing(page, 'what became of several people')
        await page.getByRole('button', { name: 'Done' }).click()
        await page.getByRole('button', { name: 'Import people from a file' }).click()
        await findsNothing(page, 'the import of people')
        const lines = ['email,displayName,role', `${dora.email},Dora,user`, 'no address,X,user']
        await page
          .getByLabel('File', { exact: true })
          .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) })
        await expect(page.getByText('Has an account: 1 · Not valid: 1')).toBeVisible()
        await findsNothing(page, 'the report of an import')
        await page.getByRole('button', { name: 'Close' }).click()
        await page.getByRole('searchbox', { name: 'Name or e-mail' }).fill('nobody has this name')
        await expect(page.getByText(/^Nobody matches/)).toBeVisible()
        await findsNothing(page, 'nobody matches')
        await page.goto('/admin/usage')
        await expect(page.getByText(/^([\d,]+ answers? |Nothing was used)/)).toBeVisible()
        await findsNothing(page, 'usage')
        await page.goto('/admin/settings')
        await page.getByRole('radio', { name: 'By mail domain' }).check()
        await expect(page.getByText('1 setting is not saved')).toBeVisible()
        await findsNothing(page, 'the settings of the organisation')
      })
    })
  }
}

async function findsNothing(page: Page, screen: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  expect.soft(found, `${screen} passes axe`).toEqual([])
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect.soft(wider, `${screen} is no wider than the window`).toBeLessThanOrEqual(0)
}

/** Sets budgets of a person of which all, 80 percent, and less is used. */
async function useUpBudgets(request: APIRequestContext, person: Person): Promise<void> {
  let used = 0
  await expect
    .poll(async () => {
      const [tokens] = await changeBudget(request, person, { tokensPerDay: 1_000_000_000 })
      used = tokens?.used ?? 0
      return used
    })
    .toBeGreaterThan(0)
  await changeBudget(request, person, {
    tokensPerDay: used,
    tokensPerMonth: Math.floor(used / 0.8),
    costPerMonth: 1_000,
  })
}

/** Returns the limits that hold then. */
async function changeBudget(
  request: APIRequestContext,
  { email, password }: Person,
  budget: Record<string, number | null>,
): Promise<{ used: number }[]> {
  const login = await request.post('/api/v1/auth/login', {
    data: { email, password },
    headers: { 'Uru-Client': 'web' },
  })
  const { accessToken } = (await login.json()) as { accessToken: string }
  const changed = await request.patch('/api/v1/me/quotas', {
    data: budget,
    headers: { Authorization: `Bearer ${accessToken}` },
  })
  expect(changed.status()).toBe(200)
  return ((await changed.json()) as { items: { used: number }[] }).items
}

function importable(): object {
  const createdAt = new Date().toISOString()
  const message = {
    id: crypto.randomUUID(),
    parentId: null,
    role: 'user',
    status: 'completed',
    createdAt,
    parts: [{ type: 'text', text: 'Why does bread rise?' }],
  }
  return {
    id: crypto.randomUUID(),
    title: 'Bread',
    titleSource: 'user',
    model: 'gpt-4o',
    systemPrompt: null,
    pinned: false,
    archived: false,
    headMessageId: message.id,
    createdAt,
    updatedAt: createdAt,
    messages: [message],
  }
}

/** Keeps requests from the server until they are released, so that what is shown meanwhile stays. */
async function holdBack(page: Page, url: string | RegExp): Promise<{ release: () => void }> {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(url, async (route) => {
    await released
    await route.continue()
  })
  return { release }
}
