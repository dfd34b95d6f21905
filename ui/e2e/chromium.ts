import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']

/** The browser in URU_CHROMIUM, else the first known one on the PATH. */
export function findChromium(): string {
  const chosen = process.env['URU_CHROMIUM']
  if (chosen) return chosen
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const found = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
  if (found === undefined) {
    throw new Error(`No ${NAMES.join(', ')} on the PATH: install one, or name it in URU_CHROMIUM.`)
  }
  return found
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
