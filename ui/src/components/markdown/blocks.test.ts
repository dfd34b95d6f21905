import { describe, expect, it } from 'vitest'
import { type Blocks, createBlockParser, readBlocks } from './blocks'
import type { MarkdownNode } from './engine'

const DOCUMENTS = {
  prose:
    'One line\nand another.\n\nA paragraph with **bold**, *slanted* and `code`.\n\n\nThree breaks before.',
  tags: 'text\n#tag is no heading\n\n# Heading\n## Second\ntext\n====\nlower\n---\n',
  lists:
    '- a\n- b\n\n  still b\n\n    - deep\n\n1. one\n2. two\n* other\n\n* loose\n\n- [ ] open\n- [x] done\n',
  fences:
    'before\n```ts\nconst a = `x`\n\n# no heading\n```\nafter\n\n~~~\n```\n~~~\n\n    indented\n\n    more\n\ntext',
  tables: 'intro\n| a | b |\n|---|:-:|\n| 1 | `|` |\n| 2\n\n| lonely |\n\nend',
  quotes: '> quote\nlazy line\n> # heading\n>\n> - item\n\n> second\n\n>\n',
  html: '<div>\n\n**bold**\n\n</div>\n\n<!-- comment\n\nstill --> text\n\n<script>\nalert(1)\n</script>\n\n<b>x</b>',
  rules: 'a\n\n---\n\n***\n- - -\n_ _ _\ntext\n-\n--\n---\n',
  links: 'see [one] and [two][one]\n\ntext\n\n[one]: https://example.org "t"\n\nafter [one]',
  spaces: '\n\n   \n\ttab\n \n  two\n\n\n',
  formulas:
    'where\n\\[\nx = \\begin{pmatrix} a \\\\ b \\end{pmatrix}\n\\]\nand $$y$$\n\n$$\nz\n$$\n- \\(a_1\\)\n\\[ open',
  notes: 'A[^1] and B[^smith].\n\n[^1]: One\n\n    more\n[^2]: Two\n\nend',
  names: '[Alice]: Hello\n\n[Bob]: Hi\n\n[lost]: https://example.org\n\nend',
  returns: 'a\r\nb\r\n\r\n- c\r\n- d\r',
}

function grownIn(document: string, cuts: readonly number[]) {
  const parser = createBlockParser()
  let blocks = parser.parse('')
  for (const cut of [...cuts, document.length]) blocks = parser.parse(document.slice(0, cut))
  return blocks
}

/** Lines count from where the text was read again. */
function withoutLines({ blocks, definitions }: Blocks) {
  const plain = (node: MarkdownNode): unknown => ({
    ...node,
    token: { ...node.token, map: null },
    children: node.children.map(plain),
  })
  return { definitions, blocks: blocks.map(({ node, raw }) => ({ raw, node: plain(node) })) }
}

function randomSource(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296
    return state / 4294967296
  }
}

describe('a block parser', () => {
  it.each(Object.entries(DOCUMENTS))(
    'reads %s that arrive letter by letter like the whole',
    (_, document) => {
      for (let end = 1; end <= document.length; end++) {
        const prefix = document.slice(0, end)
        const cuts = Array.from({ length: end }, (_unused, index) => index)
        if (end < document.length && end % 7 !== 0) continue
        expect(withoutLines(grownIn(prefix, cuts))).toEqual(withoutLines(readBlocks(prefix)))
      }
    },
  )

  it('reads any mixture in any pieces like the whole', () => {
    const random = randomSource(20261123)
    const pieces = Object.values(DOCUMENTS).flatMap((document) => document.split(/(?<=\n)/))
    for (let round = 0; round < 300; round++) {
      const document = Array.from({ length: 12 }, () => pieces[Math.floor(random() * pieces.length)]).join('')
      const cuts = Array.from({ length: 20 }, () => Math.floor(random() * document.length)).sort(
        (a, b) => a - b,
      )
      expect(withoutLines(grownIn(document, cuts)), JSON.stringify(document)).toEqual(
        withoutLines(readBlocks(document)),
      )
    }
  })

  it('keeps the identity of blocks that are finished', () => {
    const parser = createBlockParser()
    const [before] = parser.parse('first\n\nsecond\n\nthird').blocks
    const [after] = parser.parse('first\n\nsecond\n\nthird grows').blocks
    expect(after).toBe(before)
  })

  it('starts again when the text is another one', () => {
    const parser = createBlockParser()
    parser.parse('old\n\ntext')
    expect(parser.parse('# new')).toEqual(readBlocks('# new'))
  })

  it('shows what is nested beyond reason as text', () => {
    const document = '>'.repeat(50_000)
    expect(readBlocks(document).blocks).toHaveLength(1)
  })
})
