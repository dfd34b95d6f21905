// Where things are. Nothing outside of the project's folder is written to.
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const bench = fileURLToPath(new URL('..', import.meta.url))
export const root = join(bench, '../..')
export const results = join(bench, 'results')

export const war = join(root, 'web/target/uru.war')
export const explodedWar = join(root, 'web/target/uru')
export const payara = join(root, 'web/target/image/payara-micro.jar')
export const deployment = join(root, 'deploy/payara')
export const devClasses = join(root, 'dev/target/classes')
export const devClassPath = join(root, 'dev/target/class-path')

/** A place for servers, their data and logs; its folder is made. */
export function work(...parts) {
  const place = join(bench, 'target', ...parts)
  mkdirSync(dirname(place), { recursive: true })
  return place
}
