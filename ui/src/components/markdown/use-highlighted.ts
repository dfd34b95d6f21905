import { type ReactNode, startTransition, useEffect, useRef, useState } from 'react'

type Highlight = (code: string, language: string) => ReactNode

const OPEN_CODE_MS = 250
/** Longer code stays plain: colouring it would hold up everything else on the page. */
const LONGEST = 40_000

let loading: Promise<Highlight> | undefined

function load(): Promise<Highlight> {
  loading ??= import('./highlight').then(
    (module) => module.highlight,
    () => {
      loading = undefined
      return () => null
    },
  )
  return loading
}

interface Coloured {
  code: string
  language: string
  content: ReactNode
}

/**
 * The coloured code, or the plain code while the highlighter loads. Code that is still being written is coloured a
 * few times a second; what came since is plain until then.
 */
export function useHighlighted(code: string, language: string, open: boolean): ReactNode {
  const [coloured, setColoured] = useState<Coloured | null>(null)
  const latest = useRef(code)
  latest.current = code

  const wanted = language !== '' && code.length <= LONGEST
  const settled = open ? null : code

  useEffect(() => {
    if (!wanted) return
    let gone = false
    const colour = async () => {
      const highlight = await load()
      const now = latest.current
      if (gone) return
      const content = highlight(now, language)
      startTransition(() => setColoured({ code: now, language, content }))
    }
    void colour()
    const timer = settled === null ? setInterval(colour, OPEN_CODE_MS) : undefined
    return () => {
      gone = true
      clearInterval(timer)
    }
  }, [wanted, language, settled])

  if (!coloured?.content || coloured.language !== language || !code.startsWith(coloured.code)) return code
  return coloured.code === code ? coloured.content : [coloured.content, code.slice(coloured.code.length)]
}
