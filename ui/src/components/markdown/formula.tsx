import { useEffect, useLayoutEffect, useRef, useState } from 'react'

/** Renders TeX as MathML into an element; false: it is not valid. */
type RenderFormula = (tex: string, place: HTMLElement, display: boolean) => boolean

let render: RenderFormula | null = null
let loading: Promise<RenderFormula | null> | undefined

async function load(): Promise<RenderFormula | null> {
  try {
    render = (await import('./formula-renderer')).renderFormula
  } catch {
    loading = undefined
  }
  return render
}

/** Loads the renderer, once. It resolves with null when it cannot be loaded. */
export function loadFormulas(): Promise<RenderFormula | null> {
  loading ??= load()
  return loading
}

export interface FormulaProps {
  tex: string
  /** As it was written, with its delimiters: shown where it cannot be rendered. */
  source: string
  display: boolean
}

/** A formula. Its place stays empty while the renderer loads, for the first formula of a visit. */
export function Formula({ tex, source, display }: FormulaProps) {
  const place = useRef<HTMLSpanElement>(null)
  const [state, setState] = useState(() => ({ render, tried: render !== null }))

  useEffect(() => {
    if (state.tried) return
    let gone = false
    void loadFormulas().then((loaded) => {
      if (!gone) setState({ render: loaded, tried: true })
    })
    return () => {
      gone = true
    }
  }, [state])

  useLayoutEffect(() => {
    const element = place.current
    if (!element || !state.tried) return
    const rendered = state.render?.(tex, element, display) ?? false
    if (!rendered) element.textContent = source
    element.classList.toggle('is-source', !rendered)
  }, [state, tex, source, display])

  return <span ref={place} dir="ltr" className={display ? 'formula is-display' : 'formula'} />
}
