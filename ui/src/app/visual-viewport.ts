/**
 * Keeps the composer above an on-screen keyboard in browsers that lay it over the page instead of shrinking the page. While
 * the user has zoomed in, the page stays as it is.
 */
export function followVisualViewport(): void {
  const viewport = window.visualViewport
  if (!viewport) return
  viewport.addEventListener('resize', () => {
    if (viewport.scale > 1.01) return
    document.documentElement.style.setProperty('--viewport-height', `${viewport.height}px`)
    window.scrollTo(0, 0)
  })
}
