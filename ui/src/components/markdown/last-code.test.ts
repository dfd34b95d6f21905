import { describe, expect, it } from 'vitest'
import { lastCodeIn } from './last-code'

describe('the last code', () => {
  it('is that of the last block', () => {
    expect(lastCodeIn('```js\none\n```\ntext\n\n```\ntwo\n```\nend')).toBe('two')
  })

  it('is null where there is none', () => {
    expect(lastCodeIn('only `inline`')).toBeNull()
  })
})
