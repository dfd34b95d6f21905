/** Says, where something shared would be, that the organisation has switched sharing off. */
export function SharingOff() {
  return (
    <p className="text-muted text-sm">
      Your organisation has switched sharing off: links to conversations do not work. Ask an administrator.
    </p>
  )
}
