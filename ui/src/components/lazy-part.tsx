import { RotateCw } from 'lucide-react'
import { type ComponentType, type ReactNode, useEffect, useState } from 'react'
import { Banner } from './banner'
import { Button } from './button'

interface Options<P> {
  /** Shown while the code is loaded. */
  fallback?: ReactNode
  /** Places the notice that is shown when the code cannot be loaded, for example in a dialog. */
  frame?: (notice: ReactNode, props: P) => ReactNode
}

/** A component whose code is loaded when it is first shown, or when `preload` is called. */
export type LazyPart<P> = ComponentType<P> & {
  /** Resolves when the code is there, or cannot be loaded. */
  preload: () => Promise<void>
}

/**
 * Makes a component that loads its code. If the code cannot be loaded, because the connection is lost or the server has a newer
 * version, a notice is shown in its place and the rest of the page goes on. React's `lazy` keeps a rejection for ever, and shows its
 * fallback for at least 300 ms.
 */
export function lazyPart<P extends object>(
  load: () => Promise<ComponentType<P>>,
  options: Options<P> = {},
): LazyPart<P> {
  const source = new Source(load)
  return Object.assign((props: P) => <Loading source={source} options={options} props={props} />, {
    preload: async () => {
      try {
        await source.fetch()
      } catch {
        // It is fetched again, and its failure is shown, where the part is.
      }
    },
  })
}

class Source<P> {
  readonly #load: () => Promise<ComponentType<P>>
  loaded: ComponentType<P> | null = null

  constructor(load: () => Promise<ComponentType<P>>) {
    this.#load = load
  }

  async fetch(): Promise<ComponentType<P>> {
    this.loaded = await this.#load()
    return this.loaded
  }
}

interface LoadingProps<P> {
  source: Source<P>
  options: Options<P>
  props: P
}

function Loading<P extends object>({ source, options, props }: LoadingProps<P>) {
  const { fallback = null, frame = (notice) => notice } = options
  const [Loaded, setLoaded] = useState(() => source.loaded)
  const [failed, setFailed] = useState(false)

  useEffect(() => {
    if (Loaded || failed) return
    source.fetch().then(
      (part) => setLoaded(() => part),
      () => setFailed(true),
    )
  }, [source, Loaded, failed])

  if (Loaded) return <Loaded {...props} />
  return failed ? frame(<NotLoaded onRetry={() => setFailed(false)} />, props) : fallback
}

function NotLoaded({ onRetry }: { onRetry: () => void }) {
  return (
    <Banner
      tone="danger"
      urgent
      title="This part of Uru could not be loaded"
      actions={
        <>
          <Button size="small" icon={<RotateCw aria-hidden size={14} />} onClick={onRetry}>
            Try again
          </Button>
          <Button size="small" onClick={() => window.location.reload()}>
            Reload the page
          </Button>
        </>
      }
    >
      Check your connection. If Uru was updated, reload the page: what you have typed is kept.
    </Banner>
  )
}
