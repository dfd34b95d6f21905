// Runs before the first paint, so that a chosen theme never flashes the other one. A module would run too late,
// an inline script is refused by the content security policy.
;(() => {
  let theme = 'system'
  try {
    theme = JSON.parse(localStorage.getItem('uru.preferences') ?? '{}').theme ?? theme
  } catch {
    // Blocked or damaged storage: the system's theme it is.
  }
  const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
})()
