// What a scenario works with: the upstream, the readers, the targets, and the book of what was measured.
import { forkWorker } from './child.js'
import { shuffled } from './statistics.js'

export class Stage {
  /** Values by metric and target, one for each counted round. @type {Map<string, Map<string, number[]>>} */
  samples = new Map()
  errors = []

  /** @param {{mock: object, targets: object[], rounds: number, quick: boolean}} parts */
  constructor({ mock, targets, rounds, quick }) {
    this.mock = mock
    this.targets = targets
    this.rounds = rounds
    this.quick = quick
    this.load = forkWorker('./load.js')
  }

  urus() {
    return this.targets.filter((target) => target.dialect === 'uru')
  }

  named(...names) {
    return this.targets.filter((target) => target.dialect === 'uru' || names.includes(target.name))
  }

  /**
   * Measures each target once in every round, in another order each time. The first round warms up and is not counted.
   *
   * @param {(target: object, record: (metric: string, value: number) => void) => Promise<void>} measure
   */
  async inRounds(scenario, targets, measure) {
    for (let round = 0; round <= this.rounds; round++) {
      for (const target of shuffled(targets)) {
        const counted = round > 0
        progress(`${scenario}: ${counted ? `round ${round} of ${this.rounds}` : 'warm-up'}, ${target.name}`)
        await measure(target, (metric, value) => {
          if (counted) {
            this.record(metric, target, value)
          }
        })
      }
    }
  }

  record(metric, target, value) {
    if (!this.samples.has(metric)) {
      this.samples.set(metric, new Map())
    }
    const byTarget = this.samples.get(metric)
    byTarget.set(target.name, [...(byTarget.get(target.name) ?? []), value])
  }

  /** Has the readers run something against a target; counts what goes wrong. */
  async ask(task, target, wish) {
    const watch = target.postgresPid
      ? { target: target.pid, postgres: target.postgresPid }
      : { target: target.pid }
    const { name, dialect, url, headers } = target
    const result = await this.load.ask(task, {
      target: { name, dialect, url, headers },
      watch,
      mockUrl: this.mock.url,
      ...wish,
    })
    if (result.errors?.count > 0) {
      this.errors.push(`${name}: ${result.errors.count} x ${result.errors.example}`)
      progress(`${name}: ${result.errors.count} errors, such as: ${result.errors.example}`)
    }
    return result
  }
}

export function progress(line) {
  console.error(`${new Date().toISOString().slice(11, 19)} ${line}`)
}
