#!/usr/bin/env bash
# Question: where does a bare link end in Korean text, when a particle stands right behind the host or the mail address?
# Good guess: "https://blog.example.com을 보세요" links blog.example.com, as every Korean reader sees it.
# What happens: linkify-it, its Python port and linkifyjs take the particle into the host, which then is another, international
#   name; bleach makes no link at all. "mina@example.com으로" becomes a mail to a domain that is not meant in linkify-it,
#   and no link in its port. Behind a closing bracket or quotation mark the four differ again. None is right in all four rows.
# Versions: linkify-it 6.1.0, linkifyjs 4.4.0 (npm); linkify-it-py 2.2.0, bleach 6.4.0 (PyPI).
# Who meets it: Korean comments and mails that pass such a library on a site or in a mail program. Gudok cuts the particle
#   when it links a comment. In its own mails an address stands on a line of its own, or a space follows it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv v
v/bin/pip -q install --disable-pip-version-check bleach==6.4.0 linkify-it-py==2.2.0
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . linkify-it@6.1.0 linkifyjs@4.4.0
cat > texts.json <<'END'
["https://blog.example.com을 보세요", "mina@example.com으로 보내 주세요", "(https://blog.example.com/a)를 보세요", "“https://blog.example.com/a”라는 글"]
END
cat > probe.mjs <<'END'
import { readFileSync } from 'node:fs';
import { LinkifyIt } from 'linkify-it';
import * as linkifyjs from 'linkifyjs';

for (const text of JSON.parse(readFileSync('texts.json'))) {
    console.log(text);
    console.log(`    linkify-it:    ${(new LinkifyIt().match(text) ?? []).map((found) => found.url)}`);
    console.log(`    linkifyjs:     ${linkifyjs.find(text).map((found) => found.href)}`);
}
END
cat > probe.py <<'END'
import json
import re
import bleach
from linkify_it import LinkifyIt

for text in json.load(open("texts.json")):
    print(text)
    print("    linkify-it-py:", *[found.url for found in LinkifyIt().match(text) or []])
    print("    bleach:       ", *re.findall('href="([^"]*)"', bleach.linkify(text, parse_email=True)))
END
cat > expected <<'END'
https://blog.example.com을 보세요
    linkify-it:    https://blog.example.com을
    linkifyjs:     https://blog.example.com을
mina@example.com으로 보내 주세요
    linkify-it:    mailto:mina@example.com으로
    linkifyjs:     mailto:mina@example.com
(https://blog.example.com/a)를 보세요
    linkify-it:    https://blog.example.com/a
    linkifyjs:     https://blog.example.com/a)를
“https://blog.example.com/a”라는 글
    linkify-it:    https://blog.example.com/a
    linkifyjs:     https://blog.example.com/a”라는
https://blog.example.com을 보세요
    linkify-it-py: https://blog.example.com을
    bleach:
mina@example.com으로 보내 주세요
    linkify-it-py:
    bleach:        mailto:mina@example.com
(https://blog.example.com/a)를 보세요
    linkify-it-py: https://blog.example.com/a
    bleach:        https://blog.example.com/a)를
“https://blog.example.com/a”라는 글
    linkify-it-py: https://blog.example.com/a”라는
    bleach:        https://blog.example.com/a”라는
END
{ node probe.mjs; v/bin/python probe.py; } | sed 's/ *$//' > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
