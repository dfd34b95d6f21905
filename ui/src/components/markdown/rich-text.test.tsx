import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Markdown } from './markdown'
import { htmlOf, rowsOf } from './rich-text'

const TABLE = '| Name | Amount |\n|---|--:|\n| **A**, "b" | -5 |\n| =1+1 | 7<br>8 |'

afterEach(() => vi.restoreAllMocks())

describe('copies of an answer', () => {
  it('have its structure as HTML, and nothing of the page', () => {
    const { container } = render(
      <Markdown
        text={`# T\n\n- [x] done\n\n${TABLE}\n\n\`\`\`ts\nlet a\n\`\`\`\n\n[x](https://e.x/y)[^1]\n\n[^1]: n`}
      />,
    )
    const html = htmlOf(container.firstElementChild as Element)
    expect(html).toContain('<td><strong>A</strong>, "b"</td>')
    expect(html).toContain('<a href="https://e.x/y">x</a><sup>1</sup>')
    expect(html).toContain('☑ ')
    expect(html).toContain('<code>let a</code>')
    expect(html).not.toMatch(/class=|tabindex|aria-|data-|<button|<svg|Wrap|Copy/)
  })

  it('have the rows of a table as text', () => {
    const { container } = render(<Markdown text={TABLE} />)
    expect(rowsOf(container.querySelector('table') as HTMLTableElement)).toEqual([
      ['Name', 'Amount'],
      ['A, "b"', '-5'],
      ['=1+1', '7 8'],
    ])
  })

  it('are rich text where the browser can', async () => {
    const user = userEvent.setup()
    const write = vi.spyOn(navigator.clipboard, 'write')
    render(<Markdown text={TABLE} />)
    await user.click(screen.getByRole('button', { name: 'Copy table' }))
    const item = write.mock.lastCall?.[0][0] as ClipboardItem
    expect(await (await item.getType('text/plain')).text()).toBe('Name\tAmount\nA, "b"\t-5\n=1+1\t7 8')
    expect(await (await item.getType('text/html')).text()).toContain('<td>=1+1</td>')
  })

  it('of a table can be saved as a file in which nothing is calculated', async () => {
    let saved: Blob | undefined
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      saved = blob as Blob
      return 'blob:x'
    })
    render(<Markdown text={TABLE} />)
    await userEvent.click(screen.getByRole('button', { name: 'Download table as CSV' }))
    expect(await saved?.text()).toContain('"Name","Amount"\r\n"A, ""b""","-5"\r\n"\'=1+1","7 8"\r\n')
  })
})

describe('a code block', () => {
  it('numbers longer code, and folds', async () => {
    const { container } = render(<Markdown text={`\`\`\`py\n${'x = 1\n'.repeat(9)}\`\`\``} />)
    expect(container.querySelector('.lines')).toHaveTextContent('1 2 3 4 5 6 7 8 9')
    await userEvent.click(screen.getByRole('button', { name: 'Python' }))
    expect(container.querySelector('pre')?.parentElement).toHaveAttribute('hidden', 'until-found')
  })

  it('is saved under the ending of its language', async () => {
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
    vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:x')
    render(<Markdown text={'```python\nx\n```'} />)
    await userEvent.click(screen.getByRole('button', { name: 'Download code' }))
    expect((click.mock.contexts[0] as HTMLAnchorElement).download).toBe('code.py')
  })
})
