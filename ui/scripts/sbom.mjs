// Writes the CycloneDX bill of materials of what the pages are made of: node scripts/sbom.mjs <version> <time> <file>
// The same lock file gives the same bytes: npm's serial number is left out, and its time is the one that is given.
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const [version, timestamp, file] = process.argv.slice(2)
if (!version || !timestamp || !file) throw new Error('Usage: sbom.mjs <version> <time> <file>')

const { serialNumber, ...sbom } = JSON.parse(
  execFileSync('npm', ['sbom', '--sbom-format=cyclonedx', '--omit=dev', '--package-lock-only'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  }),
)
sbom.metadata.timestamp = timestamp
sbom.metadata.component.version = version
mkdirSync(dirname(file), { recursive: true })
writeFileSync(file, `${JSON.stringify(sbom, null, 1)}\n`)
