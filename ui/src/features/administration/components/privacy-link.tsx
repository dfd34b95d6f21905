import { Link } from '@/components/link'

/** Leads administrators to what everybody can read about them. */
export function PrivacyLink() {
  return (
    <p className="py-6 text-center text-sm">
      <Link
        href="/settings/privacy"
        className="touch relative font-medium text-accent underline-offset-4 hover:underline"
      >
        What administrators can see
      </Link>
    </p>
  )
}
