import { ShieldCheck } from 'lucide-react'
import { KeyForm } from './key-form'

export interface KeyCardProps {
  practiceMode: boolean
  onDone: () => void
}

/** What somebody sees who has no key yet. */
export function KeyCard({ practiceMode, onDone }: KeyCardProps) {
  return (
    <section
      aria-labelledby="key-card-title"
      className="mx-auto w-full max-w-xl rounded-xl border border-line bg-raised p-6 shadow-raised sm:p-8"
    >
      <ShieldCheck aria-hidden size={28} className="text-accent" />
      <h2 id="key-card-title" className="mt-3 font-semibold text-xl tracking-tight">
        Bring your own key
      </h2>
      <p className="mt-1 mb-6 text-soft">
        Uru asks OpenAI with your key and stores it nowhere but in this browser, encrypted.
      </p>
      <KeyForm practiceMode={practiceMode} onDone={onDone} />
    </section>
  )
}
