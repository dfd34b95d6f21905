import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { loadProviderAdvice } from '@/components/problem-advice'
import { restoreSession } from '@/shared/api/session-store'
import { followTheme } from '@/shared/preferences'
import '@/styles/index.css'
import { App } from './app'
import { followVisualViewport } from './visual-viewport'

followTheme()
followVisualViewport()
void restoreSession()
void loadProviderAdvice()

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
