// `npm start -- [scenarios] [options]`: see ../README.md.
import { execFileSync } from 'node:child_process'
import { cpus, loadavg, release, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import * as places from './places.js'
import { report, verdicts } from './report.js'
import { cancel } from './scenarios/cancel.js'
import { cold } from './scenarios/cold.js'
import { crowd } from './scenarios/crowd.js'
import { firstToken } from './scenarios/first-token.js'
import { history } from './scenarios/history.js'
import { knee } from './scenarios/knee.js'
import { lonely } from './scenarios/lonely.js'
import { memory } from './scenarios/memory.js'
import { relay } from './scenarios/relay.js'
import { start } from './scenarios/start.js'
import { tabs } from './scenarios/tabs.js'
import { forkServer, runToEnd } from './servers/child.js'
import { findJdks } from './servers/jdks.js'
import {
  BASELINE,
  baseline,
  direct,
  image,
  isBuilt,
  nginx,
  nodePipe,
  portkey,
  runningUru,
  throughChat,
  uru,
  uruThroughChat,
} from './servers/targets.js'
import { documentedJavaOptions, startDatabase } from './servers/uru-server.js'
import { progress, Stage } from './stage.js'

const SCENARIOS = {
  relay,
  lonely,
  knee,
  crowd,
  cancel,
  history,
  'first-token': firstToken,
  tabs,
  start,
  cold,
  memory,
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    targets: { type: 'string' },
    baseline: { type: 'string' },
    'baseline-api': { type: 'string', default: 'responses' },
    'uru-url': { type: 'string' },
    'uru-pid': { type: 'string' },
    'postgres-pid': { type: 'string' },
    'mock-port': { type: 'string', default: '0' },
  },
})
/** They start the servers that they measure by themselves, as the image would, and need no other one. */
const ALONE = ['cold', 'memory']
const scenarios =
  positionals.length > 0 ? positionals : Object.keys(SCENARIOS).filter((name) => !ALONE.includes(name))
const unknown = scenarios.filter((name) => !SCENARIOS[name])
if (unknown.length > 0) {
  fail(`There is no ${unknown}: choose of ${Object.keys(SCENARIOS).join(', ')}.`)
}

const asImages = scenarios.every((name) => ALONE.includes(name))
if (scenarios.some((name) => ALONE.includes(name)) && !asImages) {
  fail(`Run ${ALONE.join(' and ')} without the others: they start servers of their own.`)
}

/** What has to be ended, last first. */
const running = []
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => stopAll().then(() => process.exit(130)))
}
try {
  process.exitCode = await main()
} finally {
  await stopAll()
}

async function main() {
  const circumstances = describeRun()
  const mock = await forkServer('./mock.js', ['--port', options['mock-port']])
  running.push(mock)
  const jdks = findJdks()
  const stage = new Stage({
    mock,
    ...(await startTargets(mock, jdks)),
    rounds: Number(options.rounds ?? (options.quick ? 2 : 5)),
    quick: options.quick,
  })
  running.push(stage.load)
  if (scenarios.some((name) => !['start', ...ALONE].includes(name))) {
    await stage.warmUp()
  }
  for (const name of scenarios) {
    // What the scenarios before have measured is reported all the same.
    await SCENARIOS[name](stage).catch((error) => stage.errors.push(`${name}: ${error.stack ?? error}`))
  }
  stage.closeBook()
  const versions = { node: process.versions.node, ...versionsOf(stage.targets) }
  const { text, base } = report(stage, {
    ...circumstances,
    rounds: stage.rounds,
    quick: stage.quick,
    versions,
    loadAfter: load(),
  })
  console.log(text)
  progress(`Also in ${base}.md and .json`)
  return options.check && !isGood(stage) ? 1 : 0
}

/** A quick run says nothing about limits, only about answers. */
function isGood(stage) {
  const urus = stage.urus().map(({ name }) => name)
  return (
    stage.errors.length === 0 &&
    (stage.quick || verdicts(stage.samples, urus).every(({ reached }) => reached))
  )
}

async function startTargets(mock, jdks) {
  const targets = []
  const add = async (name, starting) => {
    if (
      options.targets &&
      name !== 'direct' &&
      name !== BASELINE &&
      !options.targets.split(',').includes(name)
    ) {
      return
    }
    const target = await starting()
    if (target) {
      progress(`${name} is there: ${target.url}, process ${target.pid}`)
      running.push(target)
      targets.push(target)
    } else {
      progress(`${name} is left out: it is not installed`)
    }
  }
  await add('direct', () => direct(mock))
  await add('nginx', () => nginx(mock))
  await add('pipe', () => nodePipe(mock))
  await add('portkey', () => portkey(mock))
  if (options['uru-url']) {
    targets.push(
      runningUru({
        url: options['uru-url'],
        pid: Number(options['uru-pid']),
        postgresPid: options['postgres-pid'] ? Number(options['postgres-pid']) : undefined,
      }),
    )
    return { targets }
  }
  if (options.targets && !options.targets.includes('uru')) {
    return { targets }
  }
  await requireBuild()
  const jdk = jdks.jdk17 ?? jdks.jdk25
  const database = await startDatabase(jdk)
  running.push(database)
  const images = [image('image', jdks.jdk25 ?? jdk, database)]
  if (options.baseline) {
    const databaseOfBaseline = await startDatabase(jdk, places.buildIn(options.baseline), 'baseline-database')
    running.push(databaseOfBaseline)
    images.push({
      ...image(BASELINE, jdk, databaseOfBaseline),
      api: options['baseline-api'],
      isBaseline: true,
    })
    if (!asImages) {
      await add(BASELINE, () => baseline(jdk, databaseOfBaseline, options['baseline-api'], mock))
    }
  }
  if (asImages) {
    return { targets: images, database }
  }
  for (const [name, jdk] of [
    ['uru17', jdks.jdk17],
    ['uru25', jdks.jdk25],
  ]) {
    await add(name, async () => jdk && uru(name, jdk, database, mock))
    if (scenarios.includes('relay')) {
      await add(throughChat(name), async () => jdk && uruThroughChat(name, jdk, database, mock))
    }
  }
  return { targets, database }
}

async function requireBuild() {
  if (!isBuilt(places.build)) {
    progress('Building Uru')
    await runToEnd('mvn', ['-B', '-q', '-DskipTests', 'package'], {
      log: places.work('build.log'),
      cwd: places.root,
    })
  }
}

function describeRun() {
  const git = (...args) => execFileSync('git', args, { cwd: places.root, encoding: 'utf8' }).trim()
  return {
    startedAt: new Date().toISOString(),
    commit: git('describe', '--always', '--dirty', '--abbrev=10'),
    cpu: cpus()[0].model.trim(),
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    javaOptions: process.env.URU_JAVA_OPTIONS ?? documentedJavaOptions(places.build),
    loadBefore: load(),
  }
}

function versionsOf(targets) {
  return Object.fromEntries(
    targets
      .filter(({ version, jdk }) => version ?? jdk)
      .map(({ name, version, jdk }) => [name, version ?? jdk.version]),
  )
}

function load() {
  return loadavg()
    .map((value) => value.toFixed(2))
    .join(' ')
}

async function stopAll() {
  for (let part = running.pop(); part; part = running.pop()) {
    await part.stop()
  }
}

function fail(line) {
  console.error(line)
  process.exit(2)
}
