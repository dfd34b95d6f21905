// The Javas of this machine.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Since this release a virtual thread that blocks in `synchronized` does not hold its carrier (JEP 491). */
const GOOD_VIRTUAL_THREADS = 24
const USUAL_PLACES = [
  '/usr/lib/jvm',
  '/opt',
  '/Library/Java/JavaVirtualMachines',
  join(homedir(), '.sdkman/candidates/java'),
  join(homedir(), '.jdks'),
]

/**
 * The JDKs to measure with: a 17, and the newest with good virtual threads. `URU_BENCH_JDK17` and `URU_BENCH_JDK25` name them
 * where they are not found.
 *
 * @returns {{jdk17?: {home: string, version: string}, jdk25?: {home: string, version: string}}}
 */
export function findJdks() {
  const all = candidates()
    .map((home) => ({ home, version: versionOf(home) }))
    .filter(({ home, version }) => version !== undefined && existsSync(join(home, 'bin/jcmd')))
    .sort((a, b) => feature(b) - feature(a))
  return {
    jdk17: named('URU_BENCH_JDK17') ?? all.find((jdk) => feature(jdk) === 17),
    jdk25: named('URU_BENCH_JDK25') ?? all.find((jdk) => feature(jdk) >= GOOD_VIRTUAL_THREADS),
  }
}

function candidates() {
  const installed = USUAL_PLACES.filter((place) => existsSync(place)).flatMap((place) =>
    readdirSync(place).map((name) => join(place, name)),
  )
  return process.env.JAVA_HOME ? [process.env.JAVA_HOME, ...installed] : installed
}

function named(variable) {
  const home = process.env[variable]
  return home ? { home, version: versionOf(home) ?? '?' } : undefined
}

function versionOf(home) {
  try {
    return /^JAVA_VERSION="([^"]+)"/m.exec(readFileSync(join(home, 'release'), 'utf8'))?.[1]
  } catch {
    return undefined
  }
}

/** The number of the release, such as 17. */
export function feature({ version }) {
  return Number.parseInt(version, 10)
}
