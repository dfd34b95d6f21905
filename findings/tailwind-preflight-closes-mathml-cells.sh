#!/usr/bin/env bash
# tailwindcss and @tailwindcss/cli 4.1.18 (npm), any Chromium from 109 on; another one is named by CHROMIUM.
#
# Guess: Tailwind's preflight undoes what browsers give headings, lists, tables and controls of HTML. Formulas in MathML are no HTML, so a
#   matrix looks the same with preflight and without.
# Seen: the reset is for `*`, of every namespace. A cell of a matrix has lost its padding (0.5ex above and below, 0.4em beside it, by MathML
#   Core's user agent stylesheet), a fraction its 1px at both ends. The rows of a matrix overlap, "d" and "-b" look like one number. Libraries that
#   write MathML and a stylesheet of their own, such as Temml, count on the browser's values and only state where they differ.
# Why it matters: no error, and formulas without matrices look right. The values have to be stated once more in the application's stylesheet.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund tailwindcss@4.1.18 @tailwindcss/cli@4.1.18 >/dev/null
chromium=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}

echo '@import "tailwindcss";' >with.css
npx @tailwindcss/cli -i with.css -o with-preflight.css 2>/dev/null
: >without.css
for sheet in with-preflight without; do
  cat >$sheet.html <<HTML
<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="$sheet.css"><body>
<math style="font-size:20px"><mfrac id="fraction"><mn>1</mn><mn>2</mn></mfrac>
<mtable><mtr><mtd id="cell"><mi>a</mi></mtd></mtr><mtr><mtd><mi>b</mi></mtd></mtr></mtable></math>
<script>
const of = (id) => getComputedStyle(document.getElementById(id))
document.body.textContent = 'seen: cell ' + (parseFloat(of('cell').paddingTop) > 0 ? 'has' : 'has no') + ' padding above, '
  + of('cell').paddingLeft + ' beside; fraction ' + of('fraction').paddingLeft
</script>
HTML
  echo "$sheet: $("$chromium" --headless --no-sandbox --disable-gpu --dump-dom "file://$work/$sheet.html" 2>/dev/null | grep -o 'seen: .*px')"
done | tee seen.txt

diff seen.txt - <<'SEEN'
with-preflight: seen: cell has no padding above, 0px beside; fraction 0px
without: seen: cell has padding above, 8px beside; fraction 1px
SEEN
echo "As described."
