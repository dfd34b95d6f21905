import { defineConfig } from '@playwright/test'
import { findChromium } from './chromium.ts'

/**
 * Journeys in a real browser against a server that runs already: URU_URL is where it is, URU_PRACTICE_URL where its practice
 * upstream is. Nothing is downloaded; the machine's own Chromium is used.
 */
export default defineConfig({
  outputDir: '../target/e2e',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['junit', { outputFile: '../target/e2e.xml' }]],
  use: {
    baseURL: process.env['URU_URL'] ?? 'http://localhost:8080',
    locale: 'en-GB',
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: findChromium(),
      args: ['--no-sandbox', '--disable-quic', '--disable-background-networking'],
    },
  },
  projects: [
    { name: 'journeys', testMatch: '*.spec.ts' },
    { name: 'shutdown', testMatch: 'shutdown.ts' },
    { name: 'screenshots', testMatch: 'screenshots.ts' },
  ],
})
