// PostgreSQL and Uru as a deployment runs them: laid out like deploy/Dockerfile does it, started by deploy/payara/start.sh.
import { cpSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { end, freePort, runToEnd, start, until } from './child.js'
import { call } from './http.js'
import * as places from './places.js'
import { children } from './processes.js'

const READY_LIMIT_MS = 180_000
const LISTENER =
  'configs.config.server-config.network-config.network-listeners.network-listener.http-listener'
const SERVER_OPTIONS = ['--nohazelcast', '--disablephonehome']

/** The embedded PostgreSQL, durable and empty. */
export async function startDatabase(jdk) {
  const folder = places.work('database')
  const log = places.work('database.log')
  const port = await freePort()
  const classPath = `${places.devClasses}:${readFileSync(places.devClassPath, 'utf8').trim()}`
  rmSync(folder, { recursive: true, force: true })
  const keys = join(folder, 'server-keys.json')
  const holder = start(
    join(jdk.home, 'bin/java'),
    ['-cp', classPath, 'com.uru.chatbot.dev.bench.BenchmarkDatabase', folder, String(port)],
    { log },
  )
  await until(`That the database is there (see ${log})`, READY_LIMIT_MS, () => existsSync(keys))
  return {
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
export function uruEnvironment(database, upstreamUrl, port) {
  return {
    URU_DATABASE_URL: `jdbc:postgresql://127.0.0.1:${database.port}/uru`,
    URU_DATABASE_PASSWORD: 'development',
    URU_SERVER_KEYS_FILE: database.keys,
    URU_ISSUER: `http://localhost:${port}`,
    URU_SIGN_UP: 'open',
    URU_OPENAI_BASE_URL: `${upstreamUrl}/v1`,
    URU_JAVA_OPTIONS: process.env.URU_JAVA_OPTIONS ?? documentedJavaOptions(),
    URU_PORT: String(port),
  }
}

/** What .env.example suggests. */
function documentedJavaOptions() {
  const line = /^#?URU_JAVA_OPTIONS=(.*)$/m.exec(readFileSync(join(places.root, '.env.example'), 'utf8'))
  return line?.[1] ?? ''
}

/**
 * What the image holds, in a folder: the unpacked server, the archive of its classes, the scripts. It is made once for each
 * JDK and server.
 */
export async function layOut(jdk) {
  const home = places.work(`uru-${jdk.version}`)
  const log = places.work(`uru-${jdk.version}-layout.log`)
  const done = join(home, 'laid-out')
  const { size, mtimeMs } = statSync(places.payara)
  const wanted = `${jdk.home} ${jdk.version} ${size} ${mtimeMs}`
  if (!existsSync(done) || readFileSync(done, 'utf8') !== wanted) {
    rmSync(home, { recursive: true, force: true })
    const java = join(jdk.home, 'bin/java')
    const server = join(home, 'server')
    await runToEnd(java, ['-jar', places.payara, '--rootdir', server, '--outputlauncher'], { log })
    cpSync(server, join(home, 'pristine'), { recursive: true, preserveTimestamps: true })
    await runToEnd(
      java,
      [
        '-Xlog:disable',
        `-XX:ArchiveClassesAtExit=${join(home, 'server.jsa')}`,
        '-jar',
        join(server, 'launch-micro.jar'),
        ...SERVER_OPTIONS,
        '--warmup',
      ],
      { log },
    )
    writeFileSync(done, wanted)
  }
  for (const script of ['start.sh', 'healthcheck.sh']) {
    const text = readFileSync(join(places.deployment, script), 'utf8')
    writeFileSync(join(home, script), text.replaceAll('/opt/uru', home), { mode: 0o755 })
  }
  const boot = readFileSync(join(places.deployment, 'preboot.txt'), 'utf8')
  writeFileSync(join(home, 'preboot.txt'), `${boot}\nset ${LISTENER}.address=127.0.0.1\n`)
  return home
}

/** Uru, ready. */
export async function startUru(jdk, database, upstreamUrl) {
  const home = await layOut(jdk)
  // As a new container would: nothing of what was deployed before.
  rmSync(join(home, 'server'), { recursive: true, force: true })
  cpSync(join(home, 'pristine'), join(home, 'server'), { recursive: true, preserveTimestamps: true })
  rmSync(join(home, 'app'), { recursive: true, force: true })
  cpSync(places.explodedWar, join(home, 'app'), { recursive: true, preserveTimestamps: true })

  const port = await freePort()
  const log = places.work(`uru-${jdk.version}.log`)
  rmSync(log, { force: true })
  const script = start(join(home, 'start.sh'), [], {
    log,
    cwd: home,
    env: {
      ...uruEnvironment(database, upstreamUrl, port),
      PATH: `${join(jdk.home, 'bin')}:${process.env.PATH}`,
    },
  })
  const url = `http://127.0.0.1:${port}`
  await until(`That Uru is ready (see ${log})`, READY_LIMIT_MS, async () => {
    if (script.exitCode !== null) {
      throw new Error(`Uru ended: see ${log}`)
    }
    return (await call('GET', `${url}/health/ready`)).status === 200
  })
  const pid = children(script.pid).find(isJava)
  return { url, pid, stop: () => end(script) }
}

function isJava(pid) {
  return readFileSync(`/proc/${pid}/comm`, 'latin1').startsWith('java')
}
