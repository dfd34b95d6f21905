import { describe, expect, test } from 'vitest'
import { isAdminKey, normalizeProviderKey } from './provider-key-text'

const KEY = 'sk-proj-AbC_0123-456789.xyz'

describe('a pasted key', () => {
  test.each([
    KEY,
    ` ${KEY} `,
    `${KEY}\n`,
    `\r\n${KEY}\r\n`,
    `\t${KEY}\u00a0`,
    `\u00a0\u2003${KEY}\u202f`,
    `\ufeff${KEY}`,
    `${KEY}\u200b`,
    `sk-proj-\u200bAbC_\u20600123-456789.xyz`,
    `sk-proj-AbC_\u00ad0123-456789.xyz`,
    `"${KEY}"`,
    `'${KEY}'`,
    `\`${KEY}\``,
    `“${KEY}”`,
    `"${KEY}",`,
    `OPENAI_API_KEY=${KEY}`,
    `OPENAI_API_KEY = ${KEY}`,
    `export OPENAI_API_KEY=${KEY}`,
    `export OPENAI_API_KEY="${KEY}"`,
    `export OPENAI_API_KEY='${KEY}';`,
    `set OPENAI_API_KEY=${KEY}`,
    `$env:OPENAI_API_KEY = "${KEY}"`,
    `OPENAI_API_KEY: ${KEY}`,
    `"OPENAI_API_KEY": "${KEY}",`,
    `api-key: ${KEY}`,
    `Bearer ${KEY}`,
    `bearer  ${KEY}`,
    `Bearer\u00a0${KEY}`,
    `Authorization: Bearer ${KEY}`,
    `authorization:Bearer ${KEY}\r\n`,
    `"Authorization": "Bearer ${KEY}"`,
    `-H "Authorization: Bearer ${KEY}"`,
    `\ufeff export OPENAI_API_KEY="Bearer ${KEY}" \u200b\n`,
  ])('is found in %j', (pasted) => {
    expect(normalizeProviderKey(pasted)).toBe(KEY)
  })

  test.each(['4f2c9d0e8b7a4f2c9d0e8b7a4f2c9d0e', 'gateway.token-1_2', 'eyJhbGciOi.eyJzdWIi.c2lnbg'])(
    'of another upstream stays as it is: %s',
    (key) => {
      expect(normalizeProviderKey(key)).toBe(key)
      expect(normalizeProviderKey(`Bearer ${key}`)).toBe(key)
      expect(normalizeProviderKey(`API_KEY="${key}"`)).toBe(key)
    },
  )

  test.each(['', ' ', '""', 'sk-two words-0123', 'c2VjcmV0LWtleQ=='])('is not made up from %j', (text) => {
    expect(normalizeProviderKey(text)).toBe(text.replace(/^[\s"]+|[\s"]+$/g, ''))
  })
})

test('knows keys of administrators', () => {
  expect(isAdminKey('sk-admin-0123456789')).toBe(true)
  expect(isAdminKey('sk-proj-admin-0123456789')).toBe(false)
})
