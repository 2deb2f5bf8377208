#!/usr/bin/env bash
# Question: An Atom entry has its text as XHTML. Do the words come out in their order?
# Good guess: yes. RFC 4287 (section 3.1.1.3) makes the content of the div the text.
# What happens: rss-parser reads the XML into objects and writes it anew: the bare words of an element first, then its children by
#   name. "가 <b>나</b> 다" becomes "가  다<b>나</b>", and a heading between two paragraphs stands behind both.
# Versions: rss-parser 3.13.0 (npm). feedsmith 3.0.1 keeps the order.
# Who meets it: sites that show their own Atom feed through rss-parser, and owners who compare it with a digest.
#   Gudok reads XHTML with a parser of HTML; a story holds the order of mixed text.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --ignore-scripts --prefix . rss-parser@3.13.0 feedsmith@3.0.1
cat > probe.mjs <<'END'
import Parser from 'rss-parser';
import { parseFeed } from 'feedsmith';

for (const body of ['<p>가 <b>나</b> 다</p>', '<p>하나</p><h2>둘</h2><p>셋</p>', '<p>첫째 <a href="https://blog.example/">둘째</a> 셋째</p>']) {
    const xml = `<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><id>urn:a</id><updated>2026-11-30T00:00:00Z</updated>
<entry><title>t</title><id>urn:b</id><updated>2026-11-30T00:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">${body}</div></content></entry></feed>`;
    const inner = (html) => html.replace(/<\/?div[^>]*>/g, '');
    console.log(`rss-parser: ${body} -> ${inner((await new Parser().parseString(xml)).items[0].content)}`);
    console.log(`feedsmith: ${inner(parseFeed(xml).feed.entries[0].content.value) === body ? 'as it was' : 'changed'}`);
}
END
cat > expected <<'END'
rss-parser: <p>가 <b>나</b> 다</p> -> <p>가  다<b>나</b></p>
feedsmith: as it was
rss-parser: <p>하나</p><h2>둘</h2><p>셋</p> -> <p>하나</p><p>셋</p><h2>둘</h2>
feedsmith: as it was
rss-parser: <p>첫째 <a href="https://blog.example/">둘째</a> 셋째</p> -> <p>첫째  셋째<a href="https://blog.example/">둘째</a></p>
feedsmith: as it was
END
node probe.mjs > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
