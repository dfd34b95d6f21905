import { expect, test } from 'vitest'
import type { MessagePart } from '@/shared/api/schema'
import { reasoningOf } from './reasoning'

const text: MessagePart = { type: 'text', text: 'An answer' }

test.each<[MessagePart[] | undefined, ReturnType<typeof reasoningOf>]>([
  [undefined, null],
  [[], null],
  [[text], null],
  [[{ type: 'reasoning', summary: 'a', seconds: 3 }, text], { summary: 'a', seconds: 3 }],
  [[{ type: 'reasoning', summary: '', seconds: 12 }, text], { summary: '', seconds: 12 }],
  [[{ type: 'reasoning', summary: 'a', seconds: null }], { summary: 'a', seconds: null }],
  [
    [{ type: 'reasoning', summary: 'a', seconds: 3 }, text, { type: 'reasoning', summary: 'b', seconds: 4 }],
    { summary: 'a\n\nb', seconds: 7 },
  ],
])('of the parts %j is %j', (parts, reasoning) => {
  expect(reasoningOf(parts === undefined ? {} : { parts })).toEqual(reasoning)
})
