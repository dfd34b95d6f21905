// PostgreSQL and Uru as a deployment runs them: laid out like deploy/Dockerfile does it, started by deploy/payara/start.sh.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { call } from '../load/http.js'
import * as places from '../places.js'
import { end, freePort, runToEnd, start, until } from './child.js'
import { feature } from './jdks.js'
import { children } from './processes.js'

const READY_LIMIT_MS = 180_000
const LISTENER =
  'configs.config.server-config.network-config.network-listeners.network-listener.http-listener'
/** Since this release a JVM keeps profiles of methods beside its classes (JEP 483, 515). */
const AOT_CACHES = 25
/** Those of deploy/Dockerfile. */
const TRAINING_OPTIONS = ['-XX:+UseSerialGC', '-Xss512k', '-Xlog:disable', '-Xlog:all=error:stderr']
const SERVER_OPTIONS = ['--nohazelcast', '--disablephonehome']

/**
 * The embedded PostgreSQL, durable and empty, for the servers of one build.
 *
 * @param {object} build see places.buildIn
 * @param {string} name of its folder
 */
export async function startDatabase(jdk, build = places.build, name = 'database') {
  const folder = places.work(name)
  const log = places.work(`${name}.log`)
  const port = await freePort()
  const classPath = `${build.devClasses}:${readFileSync(build.devClassPath, 'utf8').trim()}`
  rmSync(folder, { recursive: true, force: true })
  const keys = join(folder, 'server-keys.json')
  const holder = start(
    join(jdk.home, 'bin/java'),
    ['-cp', classPath, 'com.uru.chatbot.dev.bench.BenchmarkDatabase', folder, String(port)],
    { log },
  )
  await until(`That the database is there (see ${log})`, READY_LIMIT_MS, () => existsSync(keys))
  return {
    build,
    port,
    keys,
    pid: Number.parseInt(readFileSync(join(folder, 'postgres/postmaster.pid'), 'utf8'), 10),
    async stop() {
      const ended = new Promise((resolve) => holder.once('exit', resolve))
      holder.stdin.end()
      await ended
    },
  }
}

/** The settings of a deployment, with this database and this upstream. */
export function uruEnvironment(database, upstreamUrl, port, api = 'auto') {
  return {
    URU_PROFILE: 'development',
    URU_WARM_UP: 'true',
    URU_DATABASE_URL: `jdbc:postgresql://127.0.0.1:${database.port}/uru`,
    URU_DATABASE_PASSWORD: 'development',
    URU_SERVER_KEYS_FILE: database.keys,
    URU_ISSUER: `http://localhost:${port}`,
    URU_SIGN_UP: 'open',
    // The limits are counted as always; a few users ask for a thousand.
    URU_RATE_LIMIT_GENERATIONS_PER_MINUTE: '1000000',
    URU_RATE_LIMIT_REGISTRATIONS_PER_HOUR: '1000000',
    URU_OPENAI_BASE_URL: `${upstreamUrl}/v1`,
    URU_OPENAI_API: api,
    URU_JAVA_OPTIONS: process.env.URU_JAVA_OPTIONS ?? documentedJavaOptions(database.build),
    URU_PORT: String(port),
  }
}

/** What .env.example suggests. */
export function documentedJavaOptions(build) {
  const line = /^#?URU_JAVA_OPTIONS=(.*)$/m.exec(readFileSync(join(build.root, '.env.example'), 'utf8'))
  return line?.[1] ?? ''
}

/**
 * What the image holds, in a folder: the unpacked server, what a first start has left for the next ones, the scripts. It is made
 * once for each JDK, jar and application.
 */
async function layOut(jdk, build, home, log) {
  const done = join(home, 'laid-out')
  const made = [build.payara, build.war].map((file) => statSync(file).mtimeMs)
  const wanted = [jdk.home, jdk.version, ...made].join(' ')
  if (existsSync(done) && readFileSync(done, 'utf8') === wanted) {
    copyScripts(build, home)
  } else {
    rmSync(home, { recursive: true, force: true })
    const java = join(jdk.home, 'bin/java')
    const server = join(home, 'server')
    copy(build.explodedWar, join(home, 'app'))
    await runToEnd(java, ['-jar', build.payara, '--rootdir', server, '--outputlauncher'], { log })
    copy(server, join(home, 'pristine'))
    copyScripts(build, home)
    await (feature(jdk) >= AOT_CACHES ? train : archiveClasses)(jdk, build, home, log)
    writeFileSync(done, wanted)
  }
  // As a new container has it: nothing of what was deployed before.
  copy(join(home, 'pristine'), join(home, 'server'))
  copy(build.explodedWar, join(home, 'app'))
}

/** An archive of the classes that a server without users loads. */
async function archiveClasses(jdk, _build, home, log) {
  await runToEnd(
    join(jdk.home, 'bin/java'),
    [
      '-Xlog:disable',
      `-XX:ArchiveClassesAtExit=${join(home, 'server.jsa')}`,
      '-jar',
      join(home, 'server/launch-micro.jar'),
      ...SERVER_OPTIONS,
      '--port',
      String(await freePort()),
      '--contextroot',
      '/',
      '--deploy',
      join(home, 'app'),
      '--warmup',
    ],
    { log },
  )
}

/** A cache of classes and profiles, trained by a first user, as deploy/Dockerfile makes it. */
function train(jdk, build, home, log) {
  return runToEnd(
    join(jdk.home, 'bin/java'),
    [
      '-cp',
      `${build.devClasses}:${readFileSync(build.devClassPath, 'utf8').trim()}`,
      'com.uru.chatbot.dev.image.Training',
      join(home, 'training'),
      join(home, 'start.sh'),
      ...TRAINING_OPTIONS,
      `-XX:AOTCacheOutput=${join(home, 'server.aot')}`,
    ],
    { log, env: { PATH: `${join(jdk.home, 'bin')}:${process.env.PATH}` } },
  )
}

function copyScripts(build, home) {
  // Older builds have the folder of the image in their scripts.
  for (const file of readdirSync(build.deployment)) {
    const text = readFileSync(join(build.deployment, file), 'utf8')
    writeFileSync(join(home, file), text.replaceAll('/opt/uru', home), { mode: 0o755 })
  }
  writeBootCommands(build, join(home, 'preboot.txt'))
}

function copy(from, to) {
  rmSync(to, { recursive: true, force: true })
  cpSync(from, to, { recursive: true, preserveTimestamps: true })
}

/** Those of every deployment, and that nobody else in the network can reach this one. */
function writeBootCommands(build, file) {
  const commands = readFileSync(join(build.deployment, 'preboot.txt'), 'utf8')
  writeFileSync(file, `${commands}\nset ${LISTENER}.address=127.0.0.1\n`)
}

/**
 * Uru as it is delivered, ready.
 *
 * @param {string} role keeps its folder apart from those of others that run at the same time
 * @param {string} [api] the setting URU_OPENAI_API
 */
export async function startUru(jdk, database, upstreamUrl, role, api) {
  const home = places.work(`${role}-${jdk.version}`)
  const log = places.work(`${role}-${jdk.version}.log`)
  rmSync(log, { force: true })
  await layOut(jdk, database.build, home, log)
  const port = await freePort()
  const env = {
    ...uruEnvironment(database, upstreamUrl, port, api),
    PATH: `${join(jdk.home, 'bin')}:${process.env.PATH}`,
  }
  const began = Date.now()
  const script = start(join(home, 'start.sh'), [], { log, cwd: home, env })
  const url = await ready(script, port, log)
  const startSeconds = (Date.now() - began) / 1000
  return { url, pid: children(script.pid).find(isJava), startSeconds, stop: () => end(script) }
}

/** The same archive and settings on Payara Micro as it comes, ready. */
export async function startPlainPayara(jdk, database, upstreamUrl, role) {
  const home = places.work(`${role}-${jdk.version}-plain`)
  const log = places.work(`${role}-${jdk.version}-plain.log`)
  rmSync(log, { force: true })
  rmSync(home, { recursive: true, force: true })
  const temporary = join(home, 'tmp')
  mkdirSync(temporary, { recursive: true })
  const boot = join(home, 'preboot.txt')
  writeBootCommands(database.build, boot)
  const port = await freePort()
  const began = Date.now()
  const child = start(
    join(jdk.home, 'bin/java'),
    [
      `-Djava.io.tmpdir=${temporary}`,
      '-jar',
      database.build.payara,
      ...SERVER_OPTIONS,
      '--prebootcommandfile',
      boot,
      '--port',
      String(port),
      '--contextroot',
      '/',
      '--deploy',
      database.build.war,
    ],
    { log, cwd: home, env: uruEnvironment(database, upstreamUrl, port) },
  )
  const url = await ready(child, port, log)
  const startSeconds = (Date.now() - began) / 1000
  return { url, pid: child.pid, startSeconds, stop: () => end(child) }
}

async function ready(child, port, log) {
  const url = `http://127.0.0.1:${port}`
  try {
    await until(`That Uru is ready (see ${log})`, READY_LIMIT_MS, async () => {
      const { status } = await call('GET', `${url}/health/ready`)
      return status === 200
    })
  } catch (error) {
    await end(child)
    throw error
  }
  return url
}

function isJava(pid) {
  return readFileSync(`/proc/${pid}/comm`, 'latin1').startsWith('java')
}
