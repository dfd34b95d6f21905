import { readBlocks } from './blocks'
import { codeOf } from './code-of'

/** The code of the last code block of a text, or null. */
export function lastCodeIn(text: string): string | null {
  const block = readBlocks(text).blocks.findLast(
    ({ node }) => node.type === 'fence' || node.type === 'code_block',
  )
  return block ? codeOf(block.node) : null
}
