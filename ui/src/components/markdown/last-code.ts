import { lexBlocks } from './blocks'

/** The code of the last code block of a text, or null. */
export function lastCodeIn(text: string): string | null {
  const block = lexBlocks(text).tokens.findLast((token) => token.type === 'code')
  return block?.type === 'code' ? block['text'] : null
}
