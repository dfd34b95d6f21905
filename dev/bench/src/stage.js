// What a scenario works with: the upstream, the readers, the targets, and the book of what was measured.
import { forkWorker } from './servers/child.js'
import { shuffled } from './statistics.js'

export const ANSWERS = 'Answers compared with what was sent, as delivered and as stored'
export const WRONG = 'of them failed or different'

/** So many batches of short answers, or fewer once the cost of so many in a row has stayed. */
const WARM_UP = {
  batches: 40,
  steady: 4,
  wish: { streams: 250, tokens: 40, intervalMs: 10, rampMs: 3000, steadyMs: 0 },
}

export class Stage {
  /** Values by metric and target, one for each counted round. @type {Map<string, Map<string, number[]>>} */
  samples = new Map()
  errors = []
  #outcomes = new Map()

  /** @param {{mock: object, targets: object[], database?: object, rounds: number, quick: boolean}} parts */
  constructor({ mock, targets, database, rounds, quick }) {
    this.mock = mock
    this.targets = targets
    this.database = database
    this.rounds = rounds
    this.quick = quick
    this.load = forkWorker('../load/load.js')
  }

  /** Every Uru as it is delivered: not those that ask through Chat Completions, and not another build. */
  urus() {
    return this.targets.filter(
      ({ dialect, api, isBaseline }) => dialect === 'uru' && api !== 'chat' && !isBaseline,
    )
  }

  /** Every Uru as it is delivered, and these. */
  urusAnd(...names) {
    return [...this.targets.filter(({ name }) => names.includes(name)), ...this.urus()]
  }

  /**
   * Has every Uru answer until an answer costs no less than before: a JVM compiles for minutes, and code that runs once for an
   * answer needs thousands of answers.
   */
  async warmUp() {
    if (this.quick) {
      return
    }
    for (const target of this.targets.filter(({ dialect }) => dialect === 'uru')) {
      let cost = Number.POSITIVE_INFINITY
      for (let batch = 1, steady = 0; batch <= WARM_UP.batches && steady < WARM_UP.steady; batch++) {
        const { wholeCpuUs } = await this.ask('together', target, WARM_UP.wish)
        steady = wholeCpuUs.target > cost * 0.97 ? steady + 1 : 0
        cost = Math.min(cost, wholeCpuUs.target)
        progress(
          `warm-up: ${target.name}, batch ${batch}: ${Math.round(wholeCpuUs.target)} us of CPU for a token`,
        )
      }
    }
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

  /** Has the readers do something with a target, and keeps the book of what went wrong. */
  async ask(task, target, wish) {
    const { name, dialect, api, url, headers, pid, postgresPid } = target
    const result = await this.load.ask(task, {
      target: { name, dialect, api, url, headers },
      watch: postgresPid ? { target: pid, postgres: postgresPid } : { target: pid },
      mockUrl: this.mock.url,
      ...wish,
    })
    this.#enter(target, result.outcome)
    return result
  }

  #enter(target, { answers, wrong, example }) {
    const book = this.#outcomes.get(target.name) ?? { answers: 0, wrong: 0 }
    this.#outcomes.set(target.name, { answers: book.answers + answers, wrong: book.wrong + wrong })
    if (wrong > 0) {
      this.complain(target, `${wrong} of ${answers} answers, such as: ${example}`)
    }
  }

  complain(target, what) {
    const line = `${target.name}: ${what}`
    this.errors.push(line)
    progress(line)
  }

  /** After the last scenario: the sums of all of them become rows. */
  closeBook() {
    for (const [name, { answers, wrong }] of this.#outcomes) {
      this.record(ANSWERS, { name }, answers)
      this.record(WRONG, { name }, wrong)
    }
  }
}

export function progress(line) {
  console.error(`${new Date().toISOString().slice(11, 19)} ${line}`)
}
