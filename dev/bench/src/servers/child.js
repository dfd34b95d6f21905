// Processes that the benchmark starts, and ends.
import { fork, spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { createServer } from 'node:net'

const STOP_LIMIT_MS = 40_000

/** A module of this folder as a process that says `{port}` when it is there. */
export async function forkServer(module, args = []) {
  const child = fork(new URL(module, import.meta.url), args, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const { port } = await new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code) => reject(new Error(`${module} ended with ${code} before it listened`)))
  })
  child.removeAllListeners('exit')
  return { pid: child.pid, url: `http://127.0.0.1:${port}`, stop: () => end(child) }
}

/** A module of this folder that answers `{id, task, wish}` with `{id, result}` or `{id, error}`. */
export function forkWorker(module) {
  const child = fork(new URL(module, import.meta.url))
  const waiting = new Map()
  let lastId = 0
  child.on('message', ({ id, result, error }) => {
    const { resolve, reject } = waiting.get(id)
    waiting.delete(id)
    error ? reject(new Error(error)) : resolve(result)
  })
  child.on('exit', (code) => {
    for (const { reject } of waiting.values()) {
      reject(new Error(`${module} ended with ${code}`))
    }
  })
  return {
    ask: (task, wish) =>
      new Promise((resolve, reject) => {
        waiting.set(++lastId, { resolve, reject })
        child.send({ id: lastId, task, wish })
      }),
    stop: () => end(child),
  }
}

/** A program whose output goes to a file; its standard input stays open as long as this process lives. */
export function start(program, args, { log, env = {}, cwd }) {
  const out = openSync(log, 'a')
  return spawn(program, args, { stdio: ['pipe', out, out], env: { ...process.env, ...env }, cwd })
}

/** Runs a program to its end. */
export async function runToEnd(program, args, options) {
  const code = await exitOf(start(program, args, options))
  if (code !== 0) {
    throw new Error(`${program} ${args.join(' ')} ended with ${code}: see ${options.log}`)
  }
}

function exitOf(child) {
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(code ?? signal))
  })
}

/** Asks a process to end, and insists after a while. */
export async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) {
    return
  }
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const insist = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
  await ended
  clearTimeout(insist)
}

/** A port of the loopback device that is free now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

/** Waits until a condition holds; what it throws means not yet. */
export async function until(what, limitMs, condition) {
  const end = Date.now() + limitMs
  for (;;) {
    try {
      if (await condition()) {
        return
      }
    } catch {
      // Not yet.
    }
    if (Date.now() > end) {
      throw new Error(`${what} within ${limitMs / 1000} s did not happen`)
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
