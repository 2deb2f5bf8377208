#!/usr/bin/env bash
# Question: html2text makes the plain part of a Korean mail. What becomes of "<b>서울</b>에서"?
# Good guess: "**서울**에서": a converter adds marks, and leaves the text as it was.
# What happens: "**서울** 에서", with a space that Korean spelling does not allow: a particle stands at its word. Each bold or slanted
#   word before a particle is parted so. English meets it in "un<b>believ</b>able" alone, which nobody writes.
#   Links and code are not parted, ignore_emphasis=True parts nothing, and markdownify and turndown keep the text.
# Versions: html2text 2025.4.15, markdownify 1.2.3 (PyPI); turndown 7.2.5 (npm).
# Who meets it: Korean readers of plain parts made with it, for instance of rss2email's mails.
#   Take the emphasis out, or use another converter.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv v
v/bin/pip -q install --disable-pip-version-check html2text==2025.4.15 markdownify==1.2.3
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . turndown@7.2.5
cat > texts.json <<'END'
["<p><b>서울</b>에서 <i>부산</i>까지</p>", "<p><a href=\"https://blog.example/\">여기</a>를 <code>gudok</code>으로</p>", "<p>un<b>believ</b>able</p>"]
END
cat > probe.py <<'END'
import json
import html2text
import markdownify

bare = html2text.HTML2Text()
bare.ignore_emphasis = True
for text in json.load(open("texts.json")):
    print(text)
    print("    html2text:  ", html2text.html2text(text).strip())
    print("    no emphasis:", bare.handle(text).strip())
    print("    markdownify:", markdownify.markdownify(text).strip())
END
cat > probe.mjs <<'END'
import { readFileSync } from 'node:fs';
import Turndown from 'turndown';

for (const text of JSON.parse(readFileSync('texts.json'))) console.log(`turndown of ${text}: ${new Turndown().turndown(text)}`);
END
cat > expected <<'END'
<p><b>서울</b>에서 <i>부산</i>까지</p>
    html2text:   **서울** 에서 _부산_ 까지
    no emphasis: 서울에서 부산까지
    markdownify: **서울**에서 *부산*까지
<p><a href="https://blog.example/">여기</a>를 <code>gudok</code>으로</p>
    html2text:   [여기](https://blog.example/)를 `gudok`으로
    no emphasis: [여기](https://blog.example/)를 `gudok`으로
    markdownify: [여기](https://blog.example/)를 `gudok`으로
<p>un<b>believ</b>able</p>
    html2text:   un**believ** able
    no emphasis: unbelievable
    markdownify: un**believ**able
turndown of <p><b>서울</b>에서 <i>부산</i>까지</p>: **서울**에서 _부산_까지
turndown of <p><a href="https://blog.example/">여기</a>를 <code>gudok</code>으로</p>: [여기](https://blog.example/)를 `gudok`으로
turndown of <p>un<b>believ</b>able</p>: un**believ**able
END
{ v/bin/python probe.py; node probe.mjs; } > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
