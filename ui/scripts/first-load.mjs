/** @typedef {{ file: string, imports?: string[] }} Chunk as Vite's manifest describes it */

/**
 * The JavaScript files a browser must have before the given modules run: their own chunks and all they import statically.
 *
 * @param {Record<string, Chunk>} manifest Vite's manifest
 * @param {string[]} entries keys of the manifest
 * @returns {string[]} file names below the output folder, each once
 * @throws {Error} when an entry is not in the manifest: a renamed module must not silently leave the budget
 */
export function firstLoad(manifest, entries) {
  const seen = new Set()
  const files = new Set()
  const visit = (/** @type {string} */ key) => {
    if (seen.has(key)) return
    seen.add(key)
    const chunk = manifest[key]
    if (!chunk) throw new Error(`${key} is not in the build's manifest`)
    if (chunk.file.endsWith('.js')) files.add(chunk.file)
    chunk.imports?.forEach(visit)
  }
  entries.forEach(visit)
  return [...files]
}
