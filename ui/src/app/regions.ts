/** Gives the focus to the next region of the page, or the one before. */
export function moveBetweenRegions(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(
    (region) => region.checkVisibility?.() ?? true,
  )
  const current = regions.findIndex((region) => region.contains(document.activeElement))
  const next = regions[(current + step + regions.length) % regions.length]
  if (!next) return
  const target =
    next.querySelector<HTMLElement>('textarea') ??
    next.querySelector<HTMLElement>('a[href], button:not(:disabled), input') ??
    next
  target.focus()
}
