// Last step of the build: weighs the JavaScript a first visit loads, lets the page preload the sign-in screen and writes the
// compressed twins of every text asset.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { firstLoad } from './first-load.mjs'

const DIST = 'dist'
/** JavaScript of the first load: what a new conversation needs to be shown. */
const BUDGET_KB = 105
/** The same with what is loaded right after it, before a conversation that has messages is shown. */
const CONVERSATION_BUDGET_KB = 130
/** What shows the text of answers, loaded beside the messages of a conversation. */
const MARKDOWN_BUDGET_KB = 56
const TEXT = new Set(['.css', '.html', '.js', '.json', '.map', '.svg', '.txt', '.webmanifest'])
/** Name of the chunk that a conversation with messages waits for. */
const TRANSCRIPT = 'transcript'
/** Name of the chunk that shows the text of answers. */
const MARKDOWN = 'markdown'
/** Name of the chunk that is fetched beside the first load: importing it from there would cost a first visit a round trip. */
const PRELOADED = 'sign-in'

const gzip = (/** @type {Buffer} */ content) => gzipSync(content, { level: 9 })

const manifestFolder = join(DIST, '.vite')
const manifest = JSON.parse(readFileSync(join(manifestFolder, 'manifest.json'), 'utf8'))
rmSync(manifestFolder, { recursive: true })

/** @param {string} chunk @returns {string} its key in the manifest */
const keyOf = (chunk) => Object.keys(manifest).find((key) => manifest[key].name === chunk) ?? chunk

const scripts = [...firstLoad(manifest, ['index.html']), 'boot.js']
const ofConversation = [...firstLoad(manifest, ['index.html', keyOf(TRANSCRIPT)]), 'boot.js']
const ofMarkdown = firstLoad(manifest, [keyOf(MARKDOWN)]).filter((file) => !ofConversation.includes(file))
const sizes = new Map(
  [...ofConversation, ...ofMarkdown].map((file) => [
    file,
    gzip(readFileSync(join(DIST, file))).length / 1000,
  ]),
)
const sum = (/** @type {string[]} */ files) =>
  files.reduce((total, file) => total + (sizes.get(file) ?? 0), 0)

const preloaded = firstLoad(manifest, [keyOf(PRELOADED)]).filter((file) => !scripts.includes(file))
const links = preloaded.map((file) => `<link rel="modulepreload" crossorigin href="/${file}">`)
const page = join(DIST, 'index.html')
writeFileSync(page, readFileSync(page, 'utf8').replace('</head>', `  ${links.join('\n    ')}\n  </head>`))

for (const entry of readdirSync(DIST, { recursive: true, encoding: 'utf8' })) {
  const path = join(DIST, entry)
  if (!statSync(path).isFile() || !TEXT.has(extname(path))) continue
  const content = readFileSync(path)
  writeFileSync(`${path}.gz`, gzip(content))
  writeFileSync(
    `${path}.br`,
    brotliCompressSync(content, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
    }),
  )
}

for (const [file, kB] of sizes) console.log(`  ${kB.toFixed(1).padStart(6)} kB  ${file}`)
check('First-load JavaScript', sum(scripts), BUDGET_KB)
check('JavaScript of a conversation', sum(ofConversation), CONVERSATION_BUDGET_KB)
check('JavaScript of Markdown', sum(ofMarkdown), MARKDOWN_BUDGET_KB)

/** @param {string} what @param {number} kB @param {number} budget */
function check(what, kB, budget) {
  console.log(`${what}: ${kB.toFixed(1)} kB gzip (budget ${budget} kB)`)
  if (kB <= budget) return
  console.error(`${what} is ${(kB - budget).toFixed(1)} kB over its budget: load something later.`)
  process.exitCode = 1
}
