// Where things are. Nothing outside of the project's folder is written to.
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const bench = fileURLToPath(new URL('..', import.meta.url))
export const root = join(bench, '../..')
export const results = join(bench, 'results')

/** What a build has left in the folder of a project. */
export function buildIn(folder) {
  return {
    root: folder,
    war: join(folder, 'web/target/uru.war'),
    explodedWar: join(folder, 'web/target/uru'),
    payara: join(folder, 'web/target/image/payara-micro.jar'),
    deployment: join(folder, 'deploy/payara'),
    devClasses: join(folder, 'dev/target/classes'),
    devClassPath: join(folder, 'dev/target/class-path'),
  }
}

/** The build of this folder. */
export const build = buildIn(root)

/** A place for servers, their data and logs; its folder is made. */
export function work(...parts) {
  const place = join(bench, 'target', ...parts)
  mkdirSync(dirname(place), { recursive: true })
  return place
}
