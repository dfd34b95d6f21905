import { expect, test } from '@playwright/test'

const REASON = 'Uru needs a host name of its own'

/** As behind a proxy that passes on `/chat/` alone, without its first part: nothing else of the host is Uru's. */
test('below a path of a host, the page says that Uru needs a host name of its own', async ({
  page,
  request,
}) => {
  const index = await request.get('/')
  await page.route('**/*', (route) =>
    new URL(route.request().url()).pathname === '/chat/'
      ? route.fulfill({ response: index })
      : route.fulfill({ status: 404, contentType: 'text/html', body: 'Not found' }),
  )

  await page.goto('/chat/')

  await expect(page.getByRole('heading', { name: 'Uru could not load' })).toBeVisible()
  await expect(page.getByText(REASON)).toBeVisible()
})

test('at the root of a host, nobody sees that sentence', async ({ page }) => {
  await page.route('**/assets/*.js', (route) => route.abort())
  await page.goto('/')

  await expect(page.getByText(REASON)).toBeAttached()
  await expect(page.getByText(REASON)).toBeHidden()
})
