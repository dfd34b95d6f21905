// The machine's own Chromium, driven by the Playwright of the UI's browser tests.
import { accessSync, constants } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import * as places from '../places.js'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']

/** @returns {Promise<import('@playwright/test').Browser | undefined>} undefined where no Chromium is installed */
export async function startBrowser() {
  const executablePath = process.env.URU_CHROMIUM ?? onPath()
  if (!executablePath) {
    return undefined
  }
  const { chromium } = createRequire(join(places.root, 'ui/package.json'))('@playwright/test')
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking'],
  })
}

function onPath() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
