import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'
import { loadProblemWords } from '@/components/problem-advice'
import { InProcessWorker } from './in-process-worker'
import { installPopovers } from './popovers'

Object.assign(globalThis, { Worker: InProcessWorker, isSecureContext: true })
// A condition is waited for as long as a busy machine may take.
configure({ asyncUtilTimeout: 15_000 })
// Some tests run without a document.
if (typeof HTMLElement !== 'undefined') installPopovers()

// The default of one second is too short for a busy machine.
configure({ asyncUtilTimeout: 5000 })

afterEach(cleanup)

// In the browser it is there before the first problem of a provider can be.
await loadProblemWords()
