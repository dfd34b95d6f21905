import { expect, test } from 'vitest'
import { missingPlatformPackages } from './platform-packages.mjs'

const optionalDependencies = {
  '@x/cli-linux-x64': '1.0.0',
  '@x/cli-linux-arm64-musl': '1.0.0',
  fsevents: '2.0.0',
}

test('adds what a locked package names and the lock file lacks', () => {
  const packages = {
    'node_modules/@x/cli': { dev: true, optionalDependencies },
    'node_modules/@x/cli-linux-x64': {},
  }

  expect(missingPlatformPackages(packages)).toEqual({
    'node_modules/@x/cli-linux-arm64-musl': {
      version: '1.0.0',
      cpu: ['arm64'],
      os: ['linux'],
      libc: ['musl'],
      dev: true,
      optional: true,
    },
  })
})

test('leaves a complete lock file alone', () => {
  expect(missingPlatformPackages({ 'node_modules/plain': { version: '1.0.0' } })).toEqual({})
})
