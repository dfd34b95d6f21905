/** Gives a DOM without popovers those parts of them that Uru uses: opening and closing with their events. */
export function installPopovers(): void {
  const open = new WeakSet<Element>()
  const toggle = (element: HTMLElement, opens: boolean) => {
    if (open.has(element) === opens) return
    const states = { oldState: opens ? 'closed' : 'open', newState: opens ? 'open' : 'closed' }
    element.dispatchEvent(Object.assign(new Event('beforetoggle'), states))
    if (opens) open.add(element)
    else open.delete(element)
    element.dispatchEvent(Object.assign(new Event('toggle'), states))
  }
  Object.assign(HTMLElement.prototype, {
    showPopover(this: HTMLElement) {
      toggle(this, true)
    },
    hidePopover(this: HTMLElement) {
      toggle(this, false)
    },
  })
  document.addEventListener('click', ({ target }) => {
    const trigger = (target as Element).closest('[popovertarget]')
    const popover = trigger && document.getElementById(trigger.getAttribute('popovertarget') ?? '')
    if (popover) toggle(popover, !open.has(popover))
  })
}
