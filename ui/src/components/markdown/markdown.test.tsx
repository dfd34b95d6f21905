import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { loadFormulas } from './formula'
import { Markdown } from './markdown'
import { XSS_CORPUS } from './xss-corpus.test-data'

const ALLOWED = new Set(
  'A BLOCKQUOTE BR BUTTON CODE SUP DEL DIV EM FIGCAPTION FIGURE H3 H4 H5 H6 HR INPUT LI OL P PATH PRE RECT CIRCLE LINE POLYLINE SECTION SPAN STRONG SVG TABLE TBODY TD TH THEAD TR UL'.split(
    ' ',
  ),
)

// The page has a document type; Temml refuses to work without.
Object.defineProperty(document, 'compatMode', { value: 'CSS1Compat' })
// MathML elements of browsers have styles, those of happy-dom have none.
Object.defineProperty(Element.prototype, 'style', { value: {}, configurable: true })

describe('markdown', () => {
  it('shows headings, lists, tables and code as elements', () => {
    render(<Markdown text={'# Title\n\n- [x] done\n\n| a |\n|--:|\n| 1 |\n\n```ts\nlet a = 1\n```'} />)
    expect(screen.getByRole('heading', { level: 3, name: 'Title' })).toBeVisible()
    expect(screen.getByRole('checkbox', { name: 'Done' })).toBeChecked()
    expect(screen.getByRole('cell', { name: '1' })).toHaveClass('is-right')
    expect(screen.getByRole('figure', { name: 'TypeScript code' })).toHaveTextContent('let a = 1')
  })

  it('skips no heading level', () => {
    render(<Markdown text={'### Deep first\n\n##### Deeper\n\n# Up'} />)
    expect(screen.getAllByRole('heading').map((heading) => heading.tagName)).toEqual(['H3', 'H4', 'H3'])
  })

  it('shows no heading without words', () => {
    render(<Markdown text={'before\n\n##'} />)
    expect(screen.queryByRole('heading')).toBeNull()
  })

  it('opens links in a new tab that knows nothing of us', () => {
    render(<Markdown text="[docs](https://example.org/a?b=1&c=2)" />)
    const link = screen.getByRole('link', { name: 'docs' })
    expect(link).toHaveAttribute('href', 'https://example.org/a?b=1&c=2')
    expect(link).toHaveAttribute('rel', 'noopener noreferrer nofollow')
    expect(link).toHaveAttribute('target', '_blank')
  })

  it('never loads a picture', () => {
    const { container } = render(
      <Markdown text={'![secret](https://evil.example/?q=1)\n\n![r][x]\n\n[x]: https://e.x/y'} />,
    )
    expect(container.querySelector('img')).toBeNull()
    expect(screen.getByRole('link', { name: /“secret” from evil.example/ })).toBeVisible()
  })

  it('shows raw HTML as the text it is', () => {
    render(<Markdown text={'Use <b>bold</b> & &lt;i&gt; &copy;'} />)
    expect(screen.getByText('Use <b>bold</b> & <i> ©')).toBeVisible()
  })

  it('shows emphasis before it is closed, while the text streams', () => {
    const { rerender } = render(<Markdown text="a **bo" streaming />)
    expect(screen.getByText('bo').tagName).toBe('STRONG')
    rerender(<Markdown text="a **bo" />)
    expect(screen.getByText('a **bo')).toBeVisible()
  })

  it('ends with what the whole text says, however it arrived', () => {
    const text =
      '# A\n\ntext [x]\n\n- **b** `c`\n- d\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```js\nlet a\n```\n\n[x]: https://e.x'
    const grown = render(<Markdown text="" streaming />)
    for (let end = 1; end < text.length; end++)
      grown.rerender(<Markdown text={text.slice(0, end)} streaming />)
    grown.rerender(<Markdown text={text} />)
    const whole = render(<Markdown text={text} />)
    expect(grown.container.innerHTML).toBe(whole.container.innerHTML)
  })

  it.each([
    ['这是**“取出并重置”模式**。', ['“取出并重置”模式']],
    ['**该星号不会被识别。**这是因为', ['该星号不会被识别。']],
    ['含**「重点」**内容，**注意：**正文', ['「重点」', '注意：']],
    ['**Markdown（マークダウン）**は', ['Markdown（マークダウン）']],
    ['**강조(强调)**는', ['강조(强调)']],
  ])('shows bold beside the punctuation of %j', (text, bold) => {
    const { container, rerender } = render(<Markdown text={text} />)
    const found = () => [...container.querySelectorAll('strong')].map((strong) => strong.textContent)
    expect(found()).toEqual(bold)
    rerender(<Markdown text={text} streaming />)
    expect(found()).toEqual(bold)
  })

  it('strikes through between two tildes only', () => {
    const { container } = render(<Markdown text="大约3~5天，价格100~200元，喵~a~ ~~b~~" />)
    expect([...container.querySelectorAll('del')].map((del) => del.textContent)).toEqual(['b'])
    expect(container).toHaveTextContent('大约3~5天，价格100~200元，喵~a~ b')
  })

  it('ends bare addresses before the punctuation of any script, and links no file names', () => {
    const text =
      '请看 https://example.com/a。然后（https://example.com/b）继续 www.example.org, README.md main.py'
    render(<Markdown text={text} />)
    expect(screen.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual([
      'https://example.com/a',
      'https://example.com/b',
      'http://www.example.org/',
    ])
  })

  it('keeps line breaks', () => {
    const { container } = render(<Markdown text={'Roses are red\nViolets<br>are blue'} />)
    expect(container.querySelectorAll('br')).toHaveLength(2)
  })

  it('lets each block find its direction', () => {
    const text = '# عنوان\n\nفقرة.\n\n- بند\n\n> قول\n\n| أ |\n|---|\n| ب |\n\n```\ncode\n```'
    const { container } = render(<Markdown text={text} />)
    const blocks = [...(container.querySelector('.prose')?.children ?? [])]
    expect(blocks.map((block) => block.querySelector('table')?.dir ?? block.getAttribute('dir'))).toEqual([
      'auto',
      'auto',
      'auto',
      'auto',
      'auto',
      'ltr',
    ])
  })

  it('shows definitions that nothing uses, or that lead nowhere', () => {
    render(
      <Markdown
        text={
          '[Alice]: Hello\n\n[Bob]: Hi\n\n[lost]: https://example.org/x\n\nsee [used]\n\n[used]: https://example.org/y'
        }
      />,
    )
    expect(screen.getByText('[Alice]: Hello')).toBeVisible()
    expect(screen.getByText('[Bob]: Hi')).toBeVisible()
    expect(screen.getByRole('link', { name: 'https://example.org/x' }).parentElement).toHaveTextContent(
      '[lost]: ',
    )
    expect(screen.getByRole('link', { name: 'used' })).toHaveAttribute('href', 'https://example.org/y')
  })

  it('shows the address of a link that cannot be followed', () => {
    const { container } = render(<Markdown text="[the file](./src/a.ts), [above](#top)" />)
    expect(container).toHaveTextContent('the file (./src/a.ts), above')
  })

  it('shows footnotes where they stand, and leads to them', async () => {
    const text =
      'Claim[^1], known[^smith] and [^a-z] in it.\n\n[^1]: Smith\n2020\n[^smith]: **Jones**\n\n    more\n\nend'
    const { container } = render(<Markdown text={text} />)
    const notes = [...container.querySelectorAll<HTMLElement>('[data-note]')]
    expect(notes.map((note) => note.textContent)).toEqual(['1Smith2020', 'smithJonesmore'])
    expect(container).toHaveTextContent('[^a-z] in it.')
    await userEvent.click(screen.getByRole('button', { name: 'Note 1' }))
    expect(notes[0]).toHaveFocus()
  })

  it('shows text that is too long for one paragraph as it was written from there on', () => {
    const { container } = render(<Markdown text={'**a** '.repeat(30_000)} />)
    expect(container.querySelectorAll('strong').length).toBeLessThan(2000)
    expect(container.textContent?.match(/a/g)).toHaveLength(30_000)
  })

  it.each(XSS_CORPUS)('disarms %j', (payload) => {
    for (const streaming of [false, true]) {
      const { container, unmount } = render(<Markdown text={payload} streaming={streaming} />)
      for (const element of container.querySelectorAll('*')) {
        expect(ALLOWED).toContain(element.tagName.toUpperCase())
        for (const { name, value } of element.attributes) {
          expect(name).not.toMatch(/^on|^style$|^src|^srcdoc$|^formaction$|^action$|^xlink/)
          if (name === 'href') expect(value).toMatch(/^(https?:|mailto:)/)
        }
      }
      unmount()
    }
  })
})

describe('formulas', () => {
  const formulas = (container: HTMLElement) =>
    [...container.querySelectorAll('math annotation')].map((annotation) => annotation.textContent)

  it.each([
    ['\\( E = mc^2 \\)', ['E = mc^2']],
    ['公式$a*b*c$是', ['a*b*c']],
    [
      '\\[\n\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}\n\\]',
      ['\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}'],
    ],
    ['text:\n$$x_1$$\nand **$y$**', ['x_1', 'y']],
    ['1. one\n   \\[ x \\]\n2. $a_b$', ['x', 'a_b']],
    ['| $x$ |\n|---|\n| \\(y\\) |', ['x', 'y']],
  ])('are shown of %j', async (text, expected) => {
    const { container } = render(<Markdown text={text} />)
    await waitFor(() => expect(formulas(container)).toEqual(expected))
  })

  it.each([
    '$5 and $10',
    'US$5, or $6-$7',
    '`$x$`',
    '$HOME:$PATH',
    '\\$x\\$',
    'cost $ 5 $',
    '$5 or 6$',
    '```\n$x$\n```',
  ])('are none in %j', async (text) => {
    await loadFormulas()
    const { container } = render(<Markdown text={text} />)
    expect(container.querySelector('.formula')).toBeNull()
    expect(container).toHaveTextContent(text.replace(/```\n?|`|\\/g, '').trim())
  })

  it('that are wrong are shown as they were written', async () => {
    const { container } = render(<Markdown text={'\\(\\frac{1\\) and $\\href{javascript:alert(1)}{x}$'} />)
    await waitFor(() => expect(container.querySelectorAll('.is-source')).toHaveLength(2))
    expect(container).toHaveTextContent('\\(\\frac{1\\) and $\\href{javascript:alert(1)}{x}$')
    expect(container.querySelector('[href]')).toBeNull()
  })

  it('are not shown half typed', () => {
    const text = 'so \\(x_1 + y\\) holds'
    const { container, rerender } = render(<Markdown text="" streaming />)
    for (let end = 1; end < text.indexOf(' holds'); end++) {
      rerender(<Markdown text={text.slice(0, end)} streaming />)
      expect(container.textContent).toMatch(/^(?:s|so)?$/)
    }
    rerender(<Markdown text={text} streaming />)
    expect(container.querySelector('.formula')).not.toBeNull()
  })
})
