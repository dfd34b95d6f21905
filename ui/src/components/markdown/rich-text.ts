/** Attributes that mean something outside of this page. */
const KEPT = new Set(['href', 'start', 'dir', 'scope', 'encoding', 'display', 'xmlns'])

/** Returns rendered Markdown as HTML for other programs: without tools, classes and what only this page understands. */
export function htmlOf(rendered: Element): string {
  const copy = plainCopy(rendered)
  for (const element of copy.querySelectorAll('*')) {
    for (const { name } of [...element.attributes]) {
      const isMathml = element.closest('math') !== null && name !== 'class' && name !== 'style'
      if (!KEPT.has(name) && !isMathml) element.removeAttribute(name)
    }
  }
  return copy.innerHTML
}

/** Returns the rows of a rendered table as text. */
export function rowsOf(table: HTMLTableElement): string[][] {
  return [...table.rows].map((row) =>
    [...row.cells].map((cell) => {
      const copy = plainCopy(cell)
      for (const formula of copy.querySelectorAll('math')) {
        formula.replaceWith(formula.querySelector('annotation')?.textContent ?? formula.textContent ?? '')
      }
      for (const lineBreak of copy.querySelectorAll('br')) lineBreak.replaceWith(' ')
      return (copy.textContent ?? '').trim()
    }),
  )
}

function plainCopy(rendered: Element): Element {
  const copy = rendered.cloneNode(true) as Element
  const checks = rendered.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')
  copy.querySelectorAll('input[type="checkbox"]').forEach((box, index) => {
    box.replaceWith(checks[index]?.checked ? '☑ ' : '☐ ')
  })
  for (const reference of copy.querySelectorAll('sup > button'))
    reference.replaceWith(reference.textContent ?? '')
  for (const tool of copy.querySelectorAll('figcaption, button, svg, [aria-hidden="true"]')) tool.remove()
  return copy
}
