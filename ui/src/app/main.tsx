import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { loadProblemWords } from '@/components/problem-advice'
import { restoreSession, useSession } from '@/shared/api/session-store'
import { followPreferences } from '@/shared/preferences'
import '@/styles/index.css'
import { App, loadSignIn } from './app'

followPreferences()
void restoreSession()
void loadProblemWords()
// Nobody drops a file or needs the keyboard before the first paint.
void Promise.all([import('./file-drop'), import('./visual-viewport')]).then(
  ([{ refuseDroppedFiles }, { followVisualViewport }]) => {
    refuseDroppedFiles()
    followVisualViewport()
  },
  () => {},
)
// The screen must be there when a session ends offline. If it cannot be loaded now, that is told when it is needed.
const signInLoaded = loadSignIn().catch(() => {})

// On a first visit, rendering the loading screen first would show the sign-in screen later on a slow device.
if (useSession.getState().status === 'anonymous') void signInLoaded.then(renderApp)
else renderApp()

function renderApp(): void {
  const root = document.getElementById('root')
  if (!root) return
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
