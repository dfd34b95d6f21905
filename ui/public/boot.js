// Runs before the first paint, so that a chosen theme never flashes the other one and a text size moves nothing. A module would
// run too late, an inline script is refused by the content security policy.
;(() => {
  let kept = {}
  try {
    kept = JSON.parse(localStorage.getItem('uru.preferences') ?? '{}') ?? kept
  } catch {
    // Blocked or damaged storage: the defaults.
  }
  const { theme, motion, textSize } = kept
  const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  Object.assign(document.documentElement.dataset, { theme: dark ? 'dark' : 'light', motion, textSize })
})()
