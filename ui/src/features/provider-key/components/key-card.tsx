import { ShieldCheck } from 'lucide-react'
import { KeyForm } from './key-form'

export interface KeyCardProps {
  practiceMode: boolean
  onDone: () => void
}

/** The page of a user who has no key yet. */
export function KeyCard({ practiceMode, onDone }: KeyCardProps) {
  return (
    <section
      aria-labelledby="key-card-title"
      className="mx-auto w-full max-w-xl rounded-xl border border-line bg-raised p-6 shadow-raised sm:p-8"
    >
      <h2 id="key-card-title" className="flex items-center gap-2.5 font-semibold text-xl tracking-tight">
        <ShieldCheck aria-hidden size={24} className="text-accent" />
        Bring your own key
      </h2>
      <p className="mt-1.5 mb-6 text-sm text-soft">
        Uru asks OpenAI with your key and stores it nowhere but in this browser, encrypted.
      </p>
      <KeyForm practiceMode={practiceMode} onDone={onDone} />
    </section>
  )
}
