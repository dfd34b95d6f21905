import { describe, expect, it } from 'vitest'
import { completeBlock, completeInline } from './tentative'

describe('the tentative end of a text', () => {
  it.each([
    ['a **bo', 'a **bo**'],
    ['a **bold*', 'a **bold**'],
    ['a **bold**', 'a **bold**'],
    ['a **', 'a'],
    ['a *', 'a'],
    ['a *it', 'a *it*'],
    ['**bold with *it', '**bold with *it***'],
    ['***both', '***both***'],
    ['__bold', '__bold__'],
    ['snake_case', 'snake_case'],
    ['5*3 is', '5*3 is'],
    ['2 * 3', '2 * 3'],
    ['~~gon', '~~gon~~'],
    ['~~gone~', '~~gone~~'],
    ['a `co', 'a `co`'],
    ['a `', 'a'],
    ['``a ` b', '``a ` b``'],
    ['`**not bold', '`**not bold`'],
    ['`done` and **bo', '`done` and **bo**'],
    ['\\*not', '\\*not'],
    ['[lab', 'lab'],
    ['[label]', 'label'],
    ['[label](https://exam', 'label'],
    ['[label](https://example.org)', '[label](https://example.org)'],
    ['see ![alt](https://exa', 'see'],
    ['a<br', 'a'],
    ['1 < 2', '1 < 2'],
    ['arr[0', 'arr0'],
    ['Claim[^1', 'Claim'],
    ['Claim[^1]', 'Claim[^1]'],
    ['含**「重点', '含**「重点**'],
    ['\\(a*b*c\\) and **bo', '\\(a*b*c\\) and **bo**'],
    ['$a_1$ and _sl', '$a_1$ and _sl_'],
  ])('completes %j to %j', (source, completed) => {
    expect(completeInline(source).trimEnd()).toBe(completed)
  })

  it.each([
    ['text\n-', 'text'],
    ['text\n#', 'text'],
    ['text\n```', 'text'],
    ['#', ''],
    ['-', ''],
    ['```js\ncode\n``', '```js\ncode'],
    ['```js\ncode **x', '```js\ncode **x'],
    ['- one\n- tw', '- one\n- tw'],
    ['- **one', '- **one**'],
    ['- open **\n- tw', '- open **\n- tw'],
    ['1. one\n2.', '1. one'],
    ['so \\(x', 'so'],
    ['so \\(x\\', 'so'],
    ['so \\[\nx &= y \\\\\n- z', 'so'],
    ['$$\nx', ''],
    ['$$x$', ''],
    ['and $x_1 + ', 'and'],
    ['costs $5', 'costs $5'],
    ['costs $5 and **bo', 'costs $5 and **bo**'],
    ['set $HOME to', 'set $HOME to'],
    ['`\\(x` is **co', '`\\(x` is **co**'],
    ['> **quo*', '> **quo**'],
    ['| Name | Va', '| Name | Va |\n| --- | --- |'],
    ['| a | b |\n|--', '| a | b |\n| --- | --- |'],
    ['| a |\n|---|\n| **x', '| a |\n|---|\n| **x**'],
  ])('completes the block %j to %j', (raw, completed) => {
    expect(completeBlock(raw).trimEnd()).toBe(completed)
  })

  it('only ever takes from the end or adds marks', () => {
    const text = 'A **bold** claim, `code`, [a link](https://example.org) and *more*.'
    for (let end = 1; end <= text.length; end++) {
      const letters = completeInline(text.slice(0, end)).replace(/[^\p{L}]/gu, '')
      expect(text.replace(/[^\p{L}]/gu, '').startsWith(letters)).toBe(true)
    }
  })

  it('handles a long paragraph in linear time', () => {
    const text = 'word **bold** `code` [x](https://a.b) '.repeat(2000)
    const start = performance.now()
    completeBlock(text)
    expect(performance.now() - start).toBeLessThan(200)
  })
})
