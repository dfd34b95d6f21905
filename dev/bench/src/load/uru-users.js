// People who use Uru as its web application does: they sign in, seal their provider key for each question, and ask.
import { randomUUID } from 'node:crypto'
import { CompactEncrypt, importJWK } from 'jose'
import { eachOf, expectOk } from './http.js'

const PASSWORD = 'correct horse 42'
/** What only a program sends, so that no foreign page signs anybody in. */
const CLIENT = { 'Uru-Client': 'benchmark' }
const TOKEN_LIFE_MS = 8 * 60_000
const KEY_LIFE_SECONDS = 50
const MODEL = 'gpt-4o'
const STREAMS_PER_USER = 10
/** Hashing passwords is slow by intention; more at once would only queue. */
const SIGN_INS_AT_A_TIME = 2
const CALLS_AT_A_TIME = 8

export class UruUsers {
  #api
  #users = []
  #transportKey

  /** @param {string} url of the server */
  constructor(url) {
    this.#api = `${url}/api/v1`
  }

  /**
   * Questions that only wait to be sent, each in a conversation of its own that has a title already, so that nothing but the
   * answer is asked of the upstream.
   *
   * @param {string[]} texts
   */
  async questions(texts) {
    await this.#signIn(Math.ceil(texts.length / STREAMS_PER_USER))
    const conversations = await eachOf(texts, CALLS_AT_A_TIME, (_, i) =>
      this.#newConversation(this.#userOf(i)),
    )
    return Promise.all(texts.map((text, i) => this.#question(this.#userOf(i), conversations[i], text)))
  }

  #userOf(index) {
    return this.#users[Math.floor(index / STREAMS_PER_USER)]
  }

  async #signIn(count) {
    while (this.#users.length < count) {
      this.#users.push({ email: `bench-${randomUUID()}@example.org`, since: 0 })
    }
    const stale = this.#users.slice(0, count).filter((user) => Date.now() - user.since > TOKEN_LIFE_MS)
    await eachOf(stale, SIGN_INS_AT_A_TIME, (user) => this.#renew(user))
  }

  async #renew(user) {
    const session = user.since
      ? await expectOk('POST', `${this.#api}/auth/login`, {
          headers: CLIENT,
          body: { email: user.email, password: PASSWORD },
        })
      : await expectOk('POST', `${this.#api}/auth/register`, {
          headers: CLIENT,
          body: { email: user.email, password: PASSWORD, displayName: 'Benchmark' },
        })
    user.id = session.user.id
    user.headers = { Authorization: `Bearer ${session.accessToken}` }
    user.since = Date.now()
  }

  async #newConversation(user) {
    const id = randomUUID()
    await expectOk('POST', `${this.#api}/conversations`, {
      headers: user.headers,
      body: { id, title: 'Benchmark', model: MODEL },
    })
    return id
  }

  async #question(user, conversationId, text) {
    const generationId = randomUUID()
    const assistantMessageId = randomUUID()
    return {
      user,
      conversationId,
      generationId,
      assistantMessageId,
      generation: `${this.#api}/generations/${generationId}`,
      call: {
        dialect: 'uru',
        url: `${this.#api}/conversations/${conversationId}/generations`,
        headers: {
          ...user.headers,
          Accept: 'text/event-stream',
          'Uru-Provider-Key': await this.#seal(user),
        },
        body: JSON.stringify({
          id: generationId,
          message: { id: randomUUID(), parentId: null, text },
          assistantMessageId,
          model: MODEL,
        }),
      },
    }
  }

  async #seal(user) {
    this.#transportKey ??= await this.#fetchTransportKey()
    const payload = {
      key: 'sk-benchmark-0123456789',
      sub: user.id,
      exp: Math.floor(Date.now() / 1000) + KEY_LIFE_SECONDS,
    }
    return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(payload)))
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: this.#transportKey.kid })
      .encrypt(this.#transportKey.key)
  }

  async #fetchTransportKey() {
    const { keys } = await expectOk('GET', `${this.#api}/provider-key/jwks`)
    return { kid: keys[0].kid, key: await importJWK(keys[0], 'ECDH-ES') }
  }

  /** The text of an answer as it is stored. */
  async storedText({ user, conversationId, assistantMessageId }) {
    const { items } = await expectOk(
      'GET',
      `${this.#api}/conversations/${conversationId}/messages?limit=100`,
      {
        headers: user.headers,
      },
    )
    return items.find((message) => message.id === assistantMessageId)?.text
  }

  async stop({ user, generationId }) {
    await expectOk('POST', `${this.#api}/generations/${generationId}/stop`, {
      headers: user.headers,
      body: {},
    })
  }
}
