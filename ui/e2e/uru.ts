import { randomUUID } from 'node:crypto'
import { expect, type Locator, type Page } from '@playwright/test'

export type Person = { email: string; password: string; displayName: string }

/** Somebody nobody else is. */
export function newPerson(displayName = 'Ada Lovelace'): Person {
  const id = randomUUID().slice(0, 8)
  return { email: `ada-${id}@example.org`, password: `correct horse ${id}`, displayName }
}

/** The administrator whom the server was started with. */
export const ADMINISTRATOR = {
  email: process.env['URU_ADMIN_EMAIL'] ?? 'admin@uru.local',
  password: process.env['URU_ADMIN_PASSWORD'] ?? '',
}

/** A key for which the practice upstream does what `fault` says, and that no other test has. */
export function practiceKey(fault: string): string {
  return `sk-practice-${fault}-${randomUUID()}`
}

/** The screens of Uru, in the words that are on them. */
export class Uru {
  readonly page: Page
  readonly composer: Locator
  readonly send: Locator
  readonly stop: Locator
  readonly transcript: Locator
  readonly keyCard: Locator
  readonly unlockForm: Locator

  constructor(page: Page) {
    this.page = page
    this.composer = page.getByRole('textbox', { name: 'Message' })
    this.send = page.getByRole('button', { name: 'Send' })
    this.stop = page.getByRole('button', { name: 'Stop' })
    this.transcript = page.getByRole('log', { name: 'Transcript' })
    this.keyCard = page.getByRole('region', { name: 'Bring your own key' })
    this.unlockForm = page.getByRole('form', { name: 'Unlock your key' })
  }

  async register({ email, password, displayName }: Person): Promise<void> {
    await this.page.goto('/')
    await this.page.getByRole('button', { name: 'Create an account' }).click()
    await this.page.getByLabel('Display name').fill(displayName)
    await this.page.getByLabel('E-mail').fill(email)
    await this.page.getByLabel('Password').fill(password)
    await this.page.getByRole('button', { name: 'Create account' }).click()
    await expect(this.keyCard).toBeVisible()
  }

  async signIn({ email, password }: Pick<Person, 'email' | 'password'>): Promise<void> {
    await this.page.getByLabel('E-mail').fill(email)
    await this.page.getByLabel('Password').fill(password)
    await this.page.getByRole('button', { name: 'Sign in' }).click()
  }

  async signOut(): Promise<void> {
    await this.page.getByRole('button', { name: /^Account of/ }).click()
    await this.page.getByRole('menuitem', { name: 'Sign out' }).click()
    await expect(this.page.getByRole('heading', { name: 'Sign in to Uru' })).toBeVisible()
  }

  /** Adds a person on the screen of an administrator, and returns the path of the invitation, which stays on the screen. */
  async addPerson({ email, displayName }: Person): Promise<string> {
    await this.page.getByRole('button', { name: 'Add a person' }).click()
    await this.page.getByLabel('E-mail', { exact: true }).fill(email)
    await this.page.getByLabel('Display name').fill(displayName)
    await this.page.getByRole('button', { name: 'Add and invite' }).click()
    const link = new URL(await this.page.getByLabel('Link').inputValue())
    return link.pathname + link.hash
  }

  /** Fills and submits the key form that is open; with a passphrase, or for this tab only. */
  async giveKey(key: string, passphrase?: string): Promise<void> {
    await this.page.getByLabel('OpenAI key', { exact: true }).fill(key)
    if (passphrase === undefined) await this.page.getByRole('radio', { name: 'This tab only' }).check()
    else await this.page.getByRole('textbox', { name: 'Passphrase' }).fill(passphrase)
    await this.page.getByRole('button', { name: 'Save key' }).click()
  }

  /** A new account whose key is in use and whose composer waits. */
  async begin(person: Person, key: string): Promise<void> {
    await this.register(person)
    await this.giveKey(key)
    // A server that has just started may miss the time limit of a part of the check, and the screen says so.
    const proceed = this.page.getByRole('button', { name: 'Continue', exact: true })
    await expect(this.composer.or(proceed)).toBeVisible()
    if (await proceed.isVisible()) await proceed.click()
    await expect(this.composer).toBeVisible()
  }

  /** As {@link begin}, with a key that cannot answer at the moment: it is kept all the same. */
  async beginAnyway(person: Person, key: string): Promise<void> {
    await this.register(person)
    await this.giveKey(key)
    await this.page.getByRole('button', { name: 'Save anyway' }).click()
    await expect(this.composer).toBeVisible()
  }

  async ask(text: string): Promise<void> {
    await this.composer.fill(text)
    await this.composer.press('Enter')
  }

  async unlock(passphrase: string): Promise<void> {
    await this.unlockForm.getByRole('textbox', { name: 'Passphrase' }).fill(passphrase)
    await this.unlockForm.getByRole('button', { name: 'Unlock' }).click()
    await expect(this.unlockForm).toBeHidden()
  }

  async selectModel(name: string): Promise<void> {
    await this.page.getByRole('button', { name: /^Model/ }).click()
    await this.page.getByRole('combobox', { name: 'Search models' }).fill(name)
    await this.page
      .getByRole('option')
      .filter({ has: this.page.getByText(name, { exact: true }) })
      .click()
    await expect(this.page.getByRole('button', { name: `Model: ${name}` })).toBeVisible()
  }

  /** The answers on the screen; `nth` counts from the oldest. */
  answer(nth: number): Locator {
    return this.transcript.getByRole('article').nth(2 * nth + 1)
  }

  /** The markdown behind an answer that has ended. */
  async copyAnswer(nth: number): Promise<string> {
    await this.answer(nth).getByRole('button', { name: 'Copy answer' }).click()
    return this.page.evaluate(() => navigator.clipboard.readText())
  }

  /** The id in the address of the open conversation. */
  conversationId(): string {
    const [, id] = /\/c\/([0-9a-f-]{36})$/.exec(this.page.url()) ?? []
    expect(id, `a conversation is open at ${this.page.url()}`).toBeDefined()
    return id ?? ''
  }
}

/** Waits until the text of an element has grown that many times, and gives its length each time. */
export async function seesGrowth(element: Locator, times: number): Promise<number[]> {
  const lengths: number[] = []
  while (lengths.length < times) {
    const former = lengths.at(-1) ?? 0
    await expect.poll(() => lengthOf(element)).toBeGreaterThan(former)
    lengths.push(await lengthOf(element))
  }
  return lengths
}

async function lengthOf(element: Locator): Promise<number> {
  return (await element.textContent())?.length ?? 0
}
