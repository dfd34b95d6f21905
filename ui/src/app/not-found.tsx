import { useEffect } from 'react'
import { Link } from '@/components/link'

/** The page for every path that stands for none. */
export function NotFound() {
  useEffect(() => {
    document.title = 'Page not found · Uru'
  }, [])
  return (
    <main className="grid h-full place-content-center gap-3 p-4 text-center">
      <h1 className="font-semibold text-2xl tracking-tight">Page not found</h1>
      <p className="text-soft">Check the address, or choose one of your conversations.</p>
      <Link href="/" className="font-medium text-accent underline-offset-4 hover:underline">
        Go to your conversations
      </Link>
    </main>
  )
}
