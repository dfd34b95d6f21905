import '@testing-library/jest-dom/vitest'
import { cleanup } from '@testing-library/react'
import { afterEach } from 'vitest'
import { InProcessWorker } from './in-process-worker'

Object.assign(globalThis, { Worker: InProcessWorker, isSecureContext: true })

afterEach(cleanup)
