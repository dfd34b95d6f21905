// Adds up the JUnit reports of all modules and prints the closing line; fails if a test failed, the build did, or nothing ran.
import { readdirSync, readFileSync } from 'node:fs'

const REPORTS = /(target\/(surefire|failsafe)-reports\/TEST-[^/]*|^ui\/target\/(vitest|e2e))\.xml$/
const MODULES = ['db', 'ejb', 'web', 'ear', 'dev', 'ui']

function filesIn(folder) {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`)
  } catch {
    return []
  }
}

function attribute(tag, name) {
  return Number(new RegExp(`\\b${name}="(\\d+)"`).exec(tag)?.[1] ?? 0)
}

const total = { passed: 0, failed: 0, skipped: 0 }
for (const file of MODULES.flatMap((module) => filesIn(`${module}/target`)).filter((file) => REPORTS.test(file))) {
  for (const [suite] of readFileSync(file, 'utf8').matchAll(/<testsuite\s[^>]*>/g)) {
    const failed = attribute(suite, 'failures') + attribute(suite, 'errors')
    const skipped = attribute(suite, 'skipped')
    total.failed += failed
    total.skipped += skipped
    total.passed += attribute(suite, 'tests') - failed - skipped
  }
}

const built = process.argv[2] === '0'
if (!built && total.failed === 0) {
  console.error('The build failed outside of the tests: see above.')
  total.failed = 1
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exit(built && total.failed === 0 && total.passed > 0 ? 0 : 1)
