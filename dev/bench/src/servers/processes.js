// What the kernel knows about processes: CPU time, resident memory, threads. Linux only.
import { readFileSync } from 'node:fs'

const MS_PER_TICK = 10

/**
 * CPU time of a process and its descendants so far, in ms: living and ended threads, living and ended children. The kernel
 * scales these ticks to the exact run time of its scheduler (what schedstat shows), so that only their 10 ms grain is lost.
 */
export function cpuMs(pid) {
  const [own, ofEndedChildren] = times(pid)
  return own + ofEndedChildren + children(pid).reduce((sum, child) => sum + cpuMsOrNone(child), 0)
}

function cpuMsOrNone(pid) {
  try {
    return cpuMs(pid)
  } catch {
    return 0 // It has just ended; its parent counts it from now on.
  }
}

function times(pid) {
  const fields = stat(pid)
  return [fields[11] + fields[12], fields[13] + fields[14]].map((ticks) => ticks * MS_PER_TICK)
}

/** The numbers after the name in parentheses: state is 0, utime 11, stime 12, cutime 13, cstime 14. */
function stat(pid) {
  const line = readFileSync(`/proc/${pid}/stat`, 'latin1')
  return line
    .slice(line.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
}

/** Those that its first thread started; nothing that is measured starts any from another one. */
export function children(pid) {
  const line = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1')
  return line.split(' ').filter(Boolean).map(Number)
}

/**
 * What a process holds of memory, in MB: `pss` counts pages that others map too by its share, `privateDirty` is what only it has
 * and the kernel cannot drop.
 */
export function memoryMb(pid) {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1')
  const mb = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(rollup)?.[1]) / 1024
  return { pss: mb('Pss'), privateDirty: mb('Private_Dirty') }
}

/** @returns {{residentKb: number, threads: number}} of one process */
export function footprint(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1')
  const number = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1])
  return { residentKb: number('VmRSS'), threads: number('Threads') }
}
