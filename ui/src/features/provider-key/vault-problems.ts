import { ProblemError } from '@/shared/api/problem-error'

export function vaultEmpty(): ProblemError {
  return new ProblemError({
    code: 'vault_empty',
    status: 0,
    title: 'No OpenAI key yet',
    action: 'Add your OpenAI key to start.',
  })
}

export function vaultLocked(): ProblemError {
  return new ProblemError({
    code: 'vault_locked',
    status: 0,
    title: 'Your key is locked',
    action: 'Enter your passphrase to unlock it.',
  })
}

export function wrongPassphrase(cause: unknown): ProblemError {
  return new ProblemError(
    {
      code: 'vault_wrong_passphrase',
      status: 0,
      title: 'That passphrase does not open your key',
      action: 'Try again. If you have forgotten it, remove the key and add it anew.',
    },
    { cause },
  )
}

export function vaultDamaged(cause?: unknown): ProblemError {
  return new ProblemError(
    {
      code: 'vault_damaged',
      status: 0,
      title: 'The stored key cannot be used',
      detail: 'It was changed, or stored for another person.',
      action: 'Remove it and add your OpenAI key anew.',
    },
    { cause },
  )
}

export function malformedKey(): ProblemError {
  return new ProblemError({
    code: 'vault_malformed_key',
    status: 0,
    title: 'This does not look like a key',
    detail: 'A key has only letters, digits, "-", "_" and ".".',
    action: 'Copy the whole key. Keys of OpenAI begin with "sk-".',
  })
}

export function adminKey(): ProblemError {
  return new ProblemError({
    code: 'vault_admin_key',
    status: 0,
    title: 'This is an admin key',
    detail: 'Keys that begin with "sk-admin-" manage an organisation at OpenAI and cannot chat.',
    action: 'Nothing was sent. Make a project key at OpenAI and use that one.',
  })
}

export function weakPassphrase(minLength: number): ProblemError {
  return new ProblemError({
    code: 'vault_weak_passphrase',
    status: 0,
    title: 'The passphrase is too short',
    action: `Use at least ${minLength} characters; a few words are easy to remember.`,
  })
}

export function storageUnavailable(cause: unknown): ProblemError {
  return new ProblemError(
    {
      code: 'vault_storage_unavailable',
      status: 0,
      title: 'This browser does not let Uru store anything',
      action: 'Choose "this tab only", or leave private browsing.',
    },
    { cause },
  )
}

export function insecureContext(): ProblemError {
  return new ProblemError({
    code: 'insecure_context',
    status: 0,
    title: 'The connection is not secure',
    detail: 'Browsers encrypt only on pages served over HTTPS or from localhost.',
    action: 'Open Uru through its https:// address.',
  })
}
