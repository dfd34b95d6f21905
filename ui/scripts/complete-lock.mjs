// Adds to package-lock.json the platform packages that npm left out because the registry in use does not carry them. Without
// their entries `npm ci` calls the lock file out of step, on every platform. Run it after each `npm install <package>`.
import { readFileSync, writeFileSync } from 'node:fs'
import { missingPlatformPackages } from './platform-packages.mjs'

const LOCK = 'package-lock.json'
const lock = JSON.parse(readFileSync(LOCK, 'utf8'))
const missing = missingPlatformPackages(lock.packages)
const entries = Object.entries({ ...lock.packages, ...missing })
lock.packages = Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b, 'en')))
writeFileSync(LOCK, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${Object.keys(missing).length} platform packages added to ${LOCK}`)
