/** Latin marks end a sentence where a blank follows; those of other scripts always do. */
const SENTENCES = /^[\s\S]*(?:[.!?:;…](?=["'”’)\]]*\s)["'”’)\]]*|[。！？｡．։؟۔।॥።។။][」』”’）]*|\n)/

/** Length of the part of `text` after `from` that consists of finished sentences or lines. */
export function finishedLength(text: string, from: number): number {
  const rest = text.slice(from)
  const end = SENTENCES.exec(rest)
  return end ? outsideCode(end[0]).length : 0
}

/** Up to where a code block begins that has no end yet. */
function outsideCode(text: string): string {
  const fences = [...text.matchAll(/^ {0,3}(?:`{3,}|~{3,})/gm)]
  return fences.length % 2 === 0 ? text : text.slice(0, fences.at(-1)?.index)
}

/** Markdown as it is to be heard: without marks, with code only mentioned. */
export function spoken(markdown: string): string {
  return markdown
    .replace(/^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:\n {0,3}\1[^\n]*|$)/gm, ' Code block. ')
    .replace(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replace(/^[ \t]*(?:>[ \t]*)+/gm, '')
    .replace(/^[ \t]*(?:[-*+]|#{1,6})[ \t]+(?:\[[ xX]\][ \t]+)?/gm, '')
    .replace(/^\|?[ :|-]+\|?$/gm, '')
    .replace(/[*_~`|]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
