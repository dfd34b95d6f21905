import { keysOf } from './shortcut-text'

export function Kbd({ shortcut }: { shortcut: string }) {
  return (
    <span className="inline-flex gap-1">
      {keysOf(shortcut).map((key) => (
        <kbd
          key={key}
          className="inline-grid h-6 min-w-6 place-items-center rounded-sm border border-line bg-sunken px-1.5 font-sans text-soft text-xs"
        >
          {key}
        </kbd>
      ))}
    </span>
  )
}
