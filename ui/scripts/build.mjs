// The build as Maven runs it: installs and builds only when something that goes in has changed since the last time.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fingerprint } from './fingerprint.mjs'

const LOCK = ['package.json', 'package-lock.json', '.npmrc']
const SOURCES = [
  ...LOCK,
  'index.html',
  'vite.config.ts',
  'tsconfig.json',
  'tsconfig.node.json',
  'src',
  'public',
  'scripts',
]

function npm(/** @type {string[]} */ ...args) {
  const { status, error } = spawnSync('npm', args, { stdio: 'inherit', shell: process.platform === 'win32' })
  if (error) throw error
  if (status !== 0) process.exit(status ?? 1)
}

/** Runs the action unless its result is there and was made from the same inputs. */
function whenChanged(
  /** @type {string} */ what,
  /** @type {string[]} */ inputs,
  /** @type {string} */ result,
  /** @type {string} */ stamp,
  /** @type {() => void} */ action,
) {
  const wanted = fingerprint(inputs)
  if (existsSync(result) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    console.log(`${what}: nothing changed.`)
    return
  }
  action()
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, wanted)
}

whenChanged('npm ci', LOCK, 'node_modules', 'node_modules/.uru-installed', () =>
  npm('ci', '--no-audit', '--no-fund'),
)
if (process.argv[2] === 'check') {
  npm('run', 'check')
} else {
  whenChanged('npm run build', SOURCES, 'dist/index.html', 'target/built', () => npm('run', 'build'))
}
