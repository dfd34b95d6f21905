import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** A digest of the names and contents of these files and folders; those that do not exist count as absent. */
export function fingerprint(/** @type {string[]} */ paths) {
  const digest = createHash('sha256')
  for (const path of paths.flatMap(filesIn)) {
    const content = readFileSync(path)
    digest.update(`${path}\0${content.length}\0`).update(content)
  }
  return digest.digest('hex')
}

function filesIn(/** @type {string} */ path) {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((entry) => join(path, entry))
    .filter((file) => statSync(file).isFile())
    .sort()
}
