import temml from 'temml'
import 'temml/dist/Temml-Local.css'

/** Larger sizes in ex, and more expansions of macros, are refused: a formula must not take the page away. */
const LIMITS = { maxSize: [20, 40] as [number, number], maxExpand: 500 }

/**
 * Renders TeX as MathML, with its source for those who copy it. It is built from nodes: the content security policy refuses
 * strings. Returns false, and leaves the element in any state, if the TeX is not valid.
 */
export function renderFormula(tex: string, place: HTMLElement, display: boolean): boolean {
  try {
    temml.render(tex, place, {
      displayMode: display,
      annotate: true,
      throwOnError: true,
      trust: false,
      ...LIMITS,
    })
    return true
  } catch {
    return false
  }
}
