import type { MarkdownNode } from './engine'

/** The code of a code block, without the line break that ends it. */
export function codeOf({ token }: MarkdownNode): string {
  return token.content.replace(/\n$/, '')
}
