#!/usr/bin/env bash
# Question: Korean text in bold goes from HTML to Markdown and back: `<b>마크다운(Markdown)</b>을`. Is it bold again?
# Good guess: yes. Both converters speak of CommonMark, and `**…**` is bold.
# What happens: turndown, node-html-markdown and markdownify write `**마크다운(Markdown)**을`. By CommonMark (section 6.2) a closing `**`
#   behind a bracket, a quotation mark or a per cent sign must be followed by a space or a sign, so markdown-it and marked print the stars.
#   Korean writes a particle there. English text never meets it.
# Versions: turndown 7.2.5, node-html-markdown 2.0.0, markdown-it 15.0.3, marked 18.2.1 (npm); markdownify 1.2.3 (PyPI).
# Who meets it: everybody who moves Korean posts or comments between systems. An import of Gudok makes Markdown of comments too;
#   Gudok's own renderer takes a particle behind `**` for the end of the bold text, and a unit test holds the way there and back.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --ignore-scripts --prefix . \
    turndown@7.2.5 node-html-markdown@2.0.0 markdown-it@15.0.3 marked@18.2.1
python3 -m venv v
v/bin/pip -q install --disable-pip-version-check markdownify==1.2.3
cat > probe.cjs <<'END'
const { execFileSync } = require('node:child_process');
const Turndown = require('turndown');
const { NodeHtmlMarkdown } = require('node-html-markdown');
const markdownIt = require('markdown-it')();
const markdownify = (html) =>
    execFileSync('v/bin/python', ['-c', 'import sys, markdownify; print(markdownify.markdownify(sys.argv[1]).strip())', html], { encoding: 'utf8' }).trim();

(async () => {
    const { marked } = await import('marked');
    for (const html of ['<p><b>마크다운(Markdown)</b>을 쓴다</p>', '<p><b>100%</b>의</p>', '<p><b>Markdown</b> is used</p>']) {
        const ways = { turndown: new Turndown().turndown(html), 'node-html-markdown': NodeHtmlMarkdown.translate(html), markdownify: markdownify(html) };
        for (const [way, text] of Object.entries(ways)) {
            const bold = (render) => (/<strong>/.test(render) ? 'bold' : 'stars');
            console.log(`${way}: ${text} -> markdown-it ${bold(markdownIt.render(text))}, marked ${bold(marked.parse(text))}`);
        }
    }
})();
END
cat > expected <<'END'
turndown: **마크다운(Markdown)**을 쓴다 -> markdown-it stars, marked stars
node-html-markdown: **마크다운(Markdown)**을 쓴다 -> markdown-it stars, marked stars
markdownify: **마크다운(Markdown)**을 쓴다 -> markdown-it stars, marked stars
turndown: **100%**의 -> markdown-it stars, marked stars
node-html-markdown: **100%**의 -> markdown-it stars, marked stars
markdownify: **100%**의 -> markdown-it stars, marked stars
turndown: **Markdown** is used -> markdown-it bold, marked bold
node-html-markdown: **Markdown** is used -> markdown-it bold, marked bold
markdownify: **Markdown** is used -> markdown-it bold, marked bold
END
node probe.cjs > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
