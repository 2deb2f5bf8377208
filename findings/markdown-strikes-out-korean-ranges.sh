#!/usr/bin/env bash
# Question: Korean writes ranges with a tilde: "10~20명이 오전 9~11시에 왔다". What becomes of them in GitHub's Markdown?
# Good guess: nothing. Strikethrough is `~~`.
# What happens: two single tildes strike out what stands between: "10<del>20명이 오전 9</del>11시에 왔다". GitHub's own rules allow one
#   tilde, and marked and remark-gfm follow them. A sentence with one range is safe, one with two is not.
# Versions: marked 18.2.1, remark 15.0.1 with remark-gfm 4.0.1 (npm). markdown-it 15.0.3 wants two tildes.
# Who meets it: every Korean author of Markdown who writes two ranges in a sentence, prices and hours above all.
#   Gudok strikes out by two tildes only in comments, and not at all in campaigns; tests hold both.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --ignore-scripts --prefix . \
    marked@18.2.1 remark@15.0.1 remark-gfm@4.0.1 remark-html@16.0.1 markdown-it@15.0.3
cat > probe.mjs <<'END'
import { marked } from 'marked';
import MarkdownIt from 'markdown-it';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import remarkHtml from 'remark-html';

for (const text of ['10~20명이 오전 9~11시에 왔다', '10~20명이 왔다', '네~ 감사합니다~']) {
    console.log(`marked: ${marked.parse(text).trim()}`);
    console.log(`remark-gfm: ${String(await remark().use(remarkGfm).use(remarkHtml).process(text)).trim()}`);
    console.log(`markdown-it: ${MarkdownIt().render(text).trim()}`);
}
END
cat > expected <<'END'
marked: <p>10<del>20명이 오전 9</del>11시에 왔다</p>
remark-gfm: <p>10<del>20명이 오전 9</del>11시에 왔다</p>
markdown-it: <p>10~20명이 오전 9~11시에 왔다</p>
marked: <p>10~20명이 왔다</p>
remark-gfm: <p>10~20명이 왔다</p>
markdown-it: <p>10~20명이 왔다</p>
marked: <p>네~ 감사합니다~</p>
remark-gfm: <p>네~ 감사합니다~</p>
markdown-it: <p>네~ 감사합니다~</p>
END
node probe.mjs > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
