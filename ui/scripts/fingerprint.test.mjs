import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fingerprint } from './fingerprint.mjs'

/** @type {string} */
let folder

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fingerprint-'))
  writeFileSync(join(folder, 'a.ts'), 'a')
})

afterEach(() => rmSync(folder, { recursive: true }))

test('is the same while nothing changes', () => {
  expect(fingerprint([folder])).toBe(fingerprint([folder]))
})

test('changes with a content, a name and a new file', () => {
  const seen = new Set([fingerprint([folder])])
  writeFileSync(join(folder, 'a.ts'), 'b')
  seen.add(fingerprint([folder]))
  renameSync(join(folder, 'a.ts'), join(folder, 'b.ts'))
  seen.add(fingerprint([folder]))
  writeFileSync(join(folder, 'c.ts'), '')
  seen.add(fingerprint([folder]))
  expect(seen.size).toBe(4)
})

test('takes a missing file for absent', () => {
  expect(fingerprint([join(folder, 'missing')])).toBe(fingerprint([]))
})
