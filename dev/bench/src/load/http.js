// JSON over kept connections.
import { request } from 'node:http'
import { agent } from './stream.js'

/**
 * Repeats a request that met a kept connection which the server had closed; the connections that are kept may all be such.
 *
 * @returns {Promise<{status: number, body: any}>}
 */
export async function call(method, url, { headers = {}, body } = {}) {
  for (;;) {
    try {
      return await callOnce(method, url, headers, body)
    } catch (error) {
      if (!error.reused || error.code !== 'ECONNRESET') {
        throw error
      }
    }
  }
}

/** The body of an answer that has to be good. */
export async function expectOk(method, url, options) {
  const answer = await call(method, url, options)
  if (answer.status >= 300) {
    throw new Error(`${method} ${url}: ${answer.status} ${JSON.stringify(answer.body)}`)
  }
  return answer.body
}

function callOnce(method, url, headers, body) {
  const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body))
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        agent,
        method,
        headers: bytes
          ? { 'Content-Type': 'application/json', 'Content-Length': bytes.length, ...headers }
          : headers,
      },
      (response) => {
        const parts = []
        response.on('data', (part) => parts.push(part))
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8')
          const json = /json/.test(response.headers['content-type'] ?? '')
          resolve({ status: response.statusCode, body: json && text ? JSON.parse(text) : text })
        })
      },
    )
    sent.on('error', (error) => reject(Object.assign(error, { reused: sent.reusedSocket })))
    sent.end(bytes)
  })
}

/** Runs a task for each item, so many at a time; answers in the order of the items. */
export async function eachOf(items, atATime, task) {
  const results = []
  let next = 0
  const worker = async () => {
    while (next < items.length) {
      const index = next++
      results[index] = await task(items[index], index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atATime, items.length) }, worker))
  return results
}
