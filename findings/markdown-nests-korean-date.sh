#!/usr/bin/env bash
# Question: somebody writes a Korean date alone on a line of Markdown: "2026. 11. 30." What is shown?
# Good guess: the date. At worst a list that begins at 2026 and shows the rest, since only the first number opens a list.
# What happens: three lists, one in the other, and nothing in the innermost: the date lives in the markers alone. Where markers are
#   not kept it is gone: turndown makes an empty text of it. Python-Markdown counts from 1, so the page says "1. 1. 30.",
#   a wrong date. GitHub's own parser does the same as the standard.
# Versions: markdown-it 15.0.3, marked 18.2.1, turndown 7.2.5 (npm); Markdown 3.11.3, cmarkgfm 2025.10.22 (PyPI).
# Who meets it: Korean writers of posts and comments on every site with Markdown. Gudok takes a list apart that such a line began,
#   so the date stays text in comments.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv v
v/bin/pip -q install --disable-pip-version-check Markdown==3.11.3 cmarkgfm==2025.10.22
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . markdown-it@15.0.3 marked@18.2.1 turndown@7.2.5
cat > probe.mjs <<'END'
import markdownIt from 'markdown-it';
import { marked } from 'marked';
import Turndown from 'turndown';

const date = '2026. 11. 30.';
const show = (name, html) => console.log(`${name}: ${html.replace(/\n/g, '')}`);
const html = markdownIt().render(date);
show('markdown-it', html);
show('marked', marked.parse(date));
console.log(`turndown of markdown-it's: "${new Turndown().turndown(html)}"`);
END
cat > probe.py <<'END'
import cmarkgfm
import markdown

DATE = "2026. 11. 30."
for name, html in (
    ("cmark-gfm", cmarkgfm.github_flavored_markdown_to_html(DATE)),
    ("Python-Markdown", markdown.markdown(DATE)),
):
    print(f"{name}: {html}".replace("\n", ""))
END
cat > expected <<'END'
markdown-it: <ol start="2026"><li><ol start="11"><li><ol start="30"><li></li></ol></li></ol></li></ol>
marked: <ol start="2026"><li><ol start="11"><li><ol start="30"><li></li></ol></li></ol></li></ol>
turndown of markdown-it's: ""
cmark-gfm: <ol start="2026"><li><ol start="11"><li><ol start="30"><li></li></ol></li></ol></li></ol>
Python-Markdown: <ol><li><ol><li>30.</li></ol></li></ol>
END
{ node probe.mjs; v/bin/python probe.py; } > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
