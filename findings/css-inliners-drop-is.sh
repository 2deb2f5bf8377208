#!/usr/bin/env bash
# Question: a mail's style sheet says `:is(h1, h2) { color: … }`. Does an inliner put the colour on the heading?
# Good guess: yes, or it leaves the rule in <style>, as inliners do with what they cannot inline. Browsers know :is() since 2021.
# What happens: premailer, css-inline and juice remove the rule without a word, so the heading has no style in any mail program.
#   `h1, h2 { … }` is inlined by all. Other selectors of these years differ: `:where()` is gone in css-inline, inlined by juice
#   and left in <style> by premailer. `:has()` is inlined by two and left by premailer, in whose output `!important` of the
#   sheet also loses to the element's own style.
# Versions: premailer 3.10.0, css-inline 0.24.0 (PyPI), juice 11.1.1 (npm).
# Who meets it: authors of newsletter templates. Gudok inlines with css-inline: its style sheets name plain selectors.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv v
v/bin/pip -q install --disable-pip-version-check premailer==3.10.0 css-inline==0.24.0
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . juice@11.1.1
cat > rules.json <<'END'
{
    "h1, h2 { color: teal }": "<h1>a</h1>",
    ":is(h1, h2) { color: teal }": "<h1>a</h1>",
    "h1:where(.a) { color: teal }": "<h1 class=\"a\">a</h1>",
    "h1:has(b) { color: teal }": "<h1><b>a</b></h1>",
    "h1 { color: teal !important }": "<h1 style=\"color: black\">a</h1>"
}
END
cat > judge.py <<'END'
import json
import logging
import re
import subprocess
import css_inline
import premailer

logging.disable(logging.CRITICAL)
RUN = "const juice = require('juice'); process.stdout.write(juice(require('fs').readFileSync(0, 'utf8')))"


def juice(page):
    return subprocess.run(["node", "-e", RUN], input=page, capture_output=True, text=True, check=True).stdout


for rule, body in json.load(open("rules.json")).items():
    page = f"<html><head><style>{rule}</style></head><body>{body}</body></html>"
    for name, inline in (("premailer", premailer.transform), ("css-inline", css_inline.inline), ("juice", juice)):
        out = inline(page)
        style = re.search(r'<h1[^>]*style="([^"]*)"', out)
        place = style.group(1).replace(" ", "").rstrip(";") if style else "in <style>" if "teal" in out else "gone"
        print(f"{rule}: {name}: {place}")
END
cat > expected <<'END'
h1, h2 { color: teal }: premailer: color:teal
h1, h2 { color: teal }: css-inline: color:teal
h1, h2 { color: teal }: juice: color:teal
:is(h1, h2) { color: teal }: premailer: gone
:is(h1, h2) { color: teal }: css-inline: gone
:is(h1, h2) { color: teal }: juice: gone
h1:where(.a) { color: teal }: premailer: in <style>
h1:where(.a) { color: teal }: css-inline: gone
h1:where(.a) { color: teal }: juice: color:teal
h1:has(b) { color: teal }: premailer: in <style>
h1:has(b) { color: teal }: css-inline: color:teal
h1:has(b) { color: teal }: juice: color:teal
h1 { color: teal !important }: premailer: color:black
h1 { color: teal !important }: css-inline: color:teal!important
h1 { color: teal !important }: juice: color:teal
END
v/bin/python judge.py > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
