#!/usr/bin/env bash
# Question: an outline of ten levels, or an answer that quotes twenty answers, goes through markdown-it. Is its text on the page?
# Good guess: yes, or an error. CommonMark knows no limit of depth, and losing a writer's words silently is no option.
# What happens: with the preset "commonmark", the only one of the Python port's constructor unless one is named, the text of the tenth
#   list level and of the twentieth quotation is simply not in the HTML, and neither is a mark that something is missing.
#   JavaScript's own default loses it at the fiftieth and the hundredth level. cmark-gfm and marked keep all.
# Versions: markdown-it-py 4.3.0, cmarkgfm 2025.10.22 (PyPI); markdown-it 15.0.3, marked 18.2.1 (npm).
# Who meets it: forums and comment sites in Python, where long discussions quote each other; tables of contents as lists.
#   Set maxNesting, or count the depth before rendering and say that it is too much.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv v
v/bin/pip -q install --disable-pip-version-check markdown-it-py==4.3.0 cmarkgfm==2025.10.22
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . markdown-it@15.0.3 marked@18.2.1
cat > probe.py <<'END'
import cmarkgfm
from markdown_it import MarkdownIt


def first_loss(render):
    """The first depth whose innermost word is not on the page, of lists and of quotations."""
    lists = (depth for depth in range(1, 121) if "word" not in render("\n".join(f"{'  ' * at}- {'word' if at == depth - 1 else at}" for at in range(depth))))
    quotations = (depth for depth in range(1, 121) if "word" not in render("> " * depth + "word"))
    return f"list level {next(lists, 'none')}, quotation {next(quotations, 'none')}"


print("markdown-it-py, MarkdownIt():", first_loss(MarkdownIt().render))
print("cmark-gfm:", first_loss(cmarkgfm.github_flavored_markdown_to_html))
END
cat > probe.mjs <<'END'
import markdownIt from 'markdown-it';
import { marked } from 'marked';

const depths = Array.from({ length: 120 }, (_, at) => at + 1);
function firstLoss(render) {
    const list = (depth) => depths.slice(0, depth).map((at) => `${'  '.repeat(at - 1)}- ${at === depth ? 'word' : at}`).join('\n');
    const isLost = (text) => !render(text).includes('word');
    const lists = depths.find((depth) => isLost(list(depth)));
    const quotations = depths.find((depth) => isLost(`${'> '.repeat(depth)}word`));
    return `list level ${lists ?? 'none'}, quotation ${quotations ?? 'none'}`;
}
console.log(`markdown-it, commonmark: ${firstLoss((text) => markdownIt('commonmark').render(text))}`);
console.log(`markdown-it, default: ${firstLoss((text) => markdownIt().render(text))}`);
console.log(`marked: ${firstLoss((text) => marked.parse(text))}`);
END
cat > expected <<'END'
markdown-it-py, MarkdownIt(): list level 10, quotation 20
cmark-gfm: list level none, quotation none
markdown-it, commonmark: list level 10, quotation 20
markdown-it, default: list level 50, quotation 100
marked: list level none, quotation none
END
{ v/bin/python probe.py; node probe.mjs; } > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
