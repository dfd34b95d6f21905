// The one table, on the terminal and as files.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, judge, LIMITS } from './limits.js'
import { results } from './places.js'
import { quartiles } from './statistics.js'

/** @param {import('./stage.js').Stage} stage @param {object} circumstances what a reader has to know about the run */
export function report(stage, circumstances) {
  const targets = stage.targets.map(({ name }) => name)
  const urus = stage.urus().map(({ name }) => name)
  const table = markdown(stage.samples, targets, urus)
  const text = `${heading(circumstances)}\n${table}\n${errors(stage.errors)}`
  mkdirSync(results, { recursive: true })
  const base = join(results, circumstances.startedAt.replaceAll(':', '-').slice(0, 19))
  writeFileSync(`${base}.md`, text)
  writeFileSync(
    `${base}.json`,
    JSON.stringify(
      {
        circumstances,
        samples: plain(stage.samples),
        verdicts: verdicts(stage.samples, urus),
        errors: stage.errors,
      },
      null,
      2,
    ),
  )
  return { text, base }
}

/** Every limit with how each Uru stands to it. */
export function verdicts(samples, urus) {
  return LIMITS.flatMap((limit) =>
    urus.map((target) => ({
      metric: limit.metric,
      limit: describe(limit),
      target,
      ...judge(limit, samples.get(limit.metric), target),
    })),
  ).filter(({ value }) => value !== undefined)
}

function markdown(samples, targets, urus) {
  const all = verdicts(samples, urus)
  const rows = [...samples].map(([metric, byTarget]) => [
    metric,
    ...targets.map((target) => cell(byTarget.get(target))),
    mustReach(all.filter((verdict) => verdict.metric === metric)),
  ])
  const header = ['median [quartiles]', ...targets, 'must reach']
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column].length)))
  const line = (cells) => `| ${cells.map((text, column) => text.padEnd(widths[column])).join(' | ')} |`
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line), ''].join('\n')
}

function cell(values) {
  if (!values) {
    return ''
  }
  const { low, median, high } = quartiles(values)
  return values.length === 1 ? number(median) : `${number(median)} [${number(low)}-${number(high)}]`
}

/** Each limit once, with how every Uru stands to it. */
function mustReach(ofMetric) {
  const limits = [...new Set(ofMetric.map(({ limit }) => limit))]
  return limits
    .map(
      (text) =>
        `${text}: ${ofMetric
          .filter(({ limit }) => limit === text)
          .map(standing)
          .join(', ')}`,
    )
    .join('; ')
}

function standing({ target, value, reached, missedBy }) {
  return `${target} ${number(value)} ${reached ? 'reached' : `**missed by ${percent(missedBy)}**`}`
}

function percent(share) {
  return Number.isFinite(share) ? `${Math.ceil(share * 100)} %` : 'all'
}

function number(value) {
  if (!Number.isFinite(value)) {
    return '-'
  }
  const size = Math.abs(value)
  return size >= 1000
    ? Math.round(value).toLocaleString('en')
    : value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)
}

function heading({
  startedAt,
  commit,
  cpu,
  cores,
  memoryGb,
  kernel,
  versions,
  loadBefore,
  loadAfter,
  rounds,
  quick,
  javaOptions,
}) {
  const tools = Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')
  return `${startedAt}, commit ${commit}, ${rounds} rounds; ${cores} x ${cpu}, ${memoryGb} GB, Linux ${kernel}; ${tools};
URU_JAVA_OPTIONS="${javaOptions}"; load average ${loadBefore} before, ${loadAfter} after.
${quick ? 'A quick run, for a look only: fewer streams and less data than the rows say.\n' : ''}`
}

function errors(lines) {
  return lines.length === 0 ? 'No errors.\n' : `Errors:\n${lines.map((line) => `- ${line}\n`).join('')}`
}

function plain(samples) {
  return Object.fromEntries([...samples].map(([metric, byTarget]) => [metric, Object.fromEntries(byTarget)]))
}
