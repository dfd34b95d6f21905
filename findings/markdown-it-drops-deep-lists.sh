#!/usr/bin/env bash
# markdown-it 15.0.3, commonmark 0.31.2 (npm), Node 20.
#
# Guess: markdown-it has a limit of nesting, maxNesting, and what is deeper is shown as the characters that were written, as an emphasis
#   that is not closed is. A list counts once for each level, so a list of 60 levels is far below the limit of 100.
# Seen: a list counts twice for each level, as list and as item. The text of a list that is 50 levels deep is not in the HTML, and neither
#   is all that follows in the document, behind blank lines too; no error, no warning. A quotation counts once and loses its own text at
#   100 levels; what follows it is shown. The reference implementation, commonmark, shows everything.
# Why it matters: a reader of a model's answer, an outline or a long thread of quoted mail sees a document that ends early and cannot know
#   it. A program that renders what was not written by hand has to compare the levels of the tokens with the limit, and show the source
#   instead.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund markdown-it@15.0.3 commonmark@0.31.2 >/dev/null

cat >probe.mjs <<'JS'
import { HtmlRenderer, Parser } from 'commonmark'
import MarkdownIt from 'markdown-it'

const markdownIt = new MarkdownIt()
const reference = { render: (text) => new HtmlRenderer().render(new Parser().parse(text)) }
const shows = (renderer, mark, depth) => renderer.render(`before\n\n${mark.repeat(depth)}deepest\n\nafter`)

for (const [name, renderer] of [['markdown-it', markdownIt], ['commonmark', reference]]) {
  for (const [kind, mark, depths] of [['list', '- ', [49, 50]], ['quotation', '> ', [99, 100]]]) {
    for (const depth of depths) {
      const html = shows(renderer, mark, depth)
      const is = (text) => (html.includes(text) ? 'shown' : 'lost')
      console.log(name, kind, `${depth}:`, is('deepest'), `- what follows: ${is('after')}`)
    }
  }
}
JS

node probe.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
markdown-it list 49: shown - what follows: shown
markdown-it list 50: lost - what follows: lost
markdown-it quotation 99: shown - what follows: shown
markdown-it quotation 100: lost - what follows: shown
commonmark list 49: shown - what follows: shown
commonmark list 50: shown - what follows: shown
commonmark quotation 99: shown - what follows: shown
commonmark quotation 100: shown - what follows: shown
SEEN
echo "As described."
