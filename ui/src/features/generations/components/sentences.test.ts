import { describe, expect, it } from 'vitest'
import { finishedLength, spoken } from './sentences'

describe('the sentences of a growing text', () => {
  it.each([
    ['No end yet', 0],
    ['One. Two', 4],
    ['One. Two! ', 9],
    ['3.14 is', 0],
    ['He said “go.” Then', 13],
    ['a line\nand', 7],
    ['Ends here.', 0],
    ['这是一个句子。这是', 7],
    ['「はい。」と', 5],
    ['هل هذا؟ نعم', 7],
    ['यह है। और', 6],
    ['Look:\n```js\na. b\n', 6],
    ['Look:\n```js\na\n```\n', 18],
  ])('are finished in %j up to %i', (text, length) => {
    expect(finishedLength(text, 0)).toBe(length)
  })

  it('are counted from where the last ones ended', () => {
    expect(finishedLength('One. Two. Thr', 4)).toBe(5)
  })

  it.each([
    ['## A **bold** `word`', 'A bold word'],
    ['> - [x] quoted task', 'quoted task'],
    ['- [docs](https://example.org) here', 'docs here'],
    ['Look:\n```js\nlet a = 1\n```\nDone', 'Look: Code block. Done'],
    ['| a | b |\n|---|---|\n| 1 | 2 |', 'a b 1 2'],
  ])('are heard without marks: %j', (markdown, heard) => {
    expect(spoken(markdown)).toBe(heard)
  })
})
