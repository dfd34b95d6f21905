/** Uru's mark: a thread drawn into a U. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      className="text-accent"
    >
      <path d="M5 4v8.5a7 7 0 0 0 14 0V4" stroke="currentColor" strokeWidth="3" strokeLinecap="round" />
      <circle cx="12" cy="8" r="2" fill="currentColor" />
    </svg>
  )
}
