import { render, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { Markdown } from './markdown'
import { XSS_CORPUS } from './xss-corpus.test-data'

const ALLOWED = new Set(
  'A BLOCKQUOTE BR BUTTON CODE DEL DIV EM FIGCAPTION FIGURE H3 H4 H5 H6 HR INPUT LI OL P PATH PRE RECT CIRCLE LINE POLYLINE SECTION SPAN STRONG SVG TABLE TBODY TD TH THEAD TR UL'.split(
    ' ',
  ),
)

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
