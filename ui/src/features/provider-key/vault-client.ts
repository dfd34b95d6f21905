import { ProblemError, toProblemError } from '@/shared/api/problem-error'
import type { Vault, VaultStatus } from './vault'
import { insecureContext } from './vault-problems'
import type { VaultCall, VaultOperation, VaultReply } from './vault-protocol'
import workerUrl from './vault-worker?worker&url'

type ScriptUrls = { createScriptURL: (url: string) => string }

const { trustedTypes } = globalThis as {
  trustedTypes?: { createPolicy(name: string, rules: ScriptUrls): ScriptUrls }
}

/** With trusted types enforced, this is the one place that may make a script URL, and only this one. */
const scriptUrls = trustedTypes?.createPolicy('uru', {
  createScriptURL: (url) => {
    if (url !== workerUrl) throw new TypeError('Only the vault worker may be started')
    return url
  },
})

/**
 * Starts the worker that alone ever holds the key in plain text. Closing ends it, with all it holds.
 *
 * @param onStatus told when the vault changes by itself, that is when it locks after idling
 */
export function openVaultWorker(
  userId: string,
  onStatus: (status: VaultStatus) => void,
): { vault: Vault; close: () => void } {
  if (!globalThis.isSecureContext) return { vault: refusing(insecureContext()), close: () => {} }
  const url = scriptUrls ? scriptUrls.createScriptURL(workerUrl) : workerUrl
  let worker: Worker
  try {
    worker = new Worker(url, { type: 'module', name: 'uru-vault' })
  } catch (error) {
    return { vault: refusing(toProblemError(error)), close: () => {} }
  }
  const pending = new Map<number, { resolve: (value: never) => void; reject: (error: unknown) => void }>()
  let calls = 0

  worker.addEventListener('message', ({ data }: MessageEvent<VaultReply>) => {
    if (data.type === 'status') return onStatus(data.status)
    const caller = pending.get(data.call)
    pending.delete(data.call)
    if (data.type === 'done') caller?.resolve(data.value as never)
    else caller?.reject(new ProblemError(data.problem))
  })
  worker.addEventListener('error', (event) => {
    for (const { reject } of pending.values()) reject(toProblemError(event))
    pending.clear()
  })

  const call = <T>(operation: VaultOperation): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      calls += 1
      pending.set(calls, { resolve, reject })
      worker.postMessage({ call: calls, userId, operation } satisfies VaultCall)
    })

  return {
    vault: {
      status: () => call({ name: 'status' }),
      store: (newKey) => call({ name: 'store', newKey }),
      undo: () => call({ name: 'undo' }),
      record: (facts) => call({ name: 'record', facts }),
      unlock: (passphrase) => call({ name: 'unlock', passphrase }),
      lock: () => call({ name: 'lock' }),
      remove: () => call({ name: 'remove' }),
      seal: (fresh) => call({ name: 'seal', fresh }),
    },
    close: () => worker.terminate(),
  }
}

function refusing(problem: ProblemError): Vault {
  const refuse = () => Promise.reject(problem)
  return {
    status: refuse,
    store: refuse,
    undo: refuse,
    record: refuse,
    unlock: refuse,
    lock: refuse,
    remove: refuse,
    seal: refuse,
  }
}
