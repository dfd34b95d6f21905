import { cx } from './cx'

/** The quiet shape of what is about to come; it appears only when the wait exceeds 150 ms. */
export function Skeleton({ className }: { className: string }) {
  return (
    <div aria-hidden className="late">
      <div className={cx('animate-pulse rounded-md bg-hover', className)} />
    </div>
  )
}
