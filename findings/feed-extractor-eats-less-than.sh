#!/usr/bin/env bash
# Question: an Atom summary says in plain text "A < B, and 3 > 2", well escaped. Does @extractus/feed-extractor keep it?
# Good guess: yes. Atom's text without a type is text, never markup (RFC 4287, section 3.1.1.1), and so is JSON Feed's content_text.
# What happens: whatever stands between "<" and ">" is cut out as if it were a tag, so words vanish and the sentence says something
#   else. A Korean film title in angle brackets goes the same way. Titles keep such words. An Atom title of the type xhtml
#   comes back empty.
# Versions: @extractus/feed-extractor 8.0.3 (npm).
# Who meets it: programs on this library that read feeds with comparisons, code or titles in angle brackets, among them
#   those that Gudok writes itself.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --ignore-scripts --prefix . @extractus/feed-extractor@8.0.3
cat > probe.mjs <<'END'
import { extractFromJson, extractFromXml } from '@extractus/feed-extractor';

const texts = ['매출은 A < B 이고 이익은 3 > 2 입니다', '영화 <기생충> 다시 보기', 'Vec<String> 을 씁니다'];
const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const atom = (title, summary) => `<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><id>urn:x</id>
<updated>2026-11-30T00:00:00Z</updated><entry><id>urn:1</id><updated>2026-11-30T00:00:00Z</updated>
<link href="https://blog.example/1"/>${title}<summary>${summary}</summary></entry></feed>`;
const json = (title, content_text) => JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1', title: 'x', items: [{ id: '1', url: 'https://blog.example/1', title, content_text }],
});
for (const text of texts) {
    const fromAtom = extractFromXml(atom(`<title>${escaped(text)}</title>`, escaped(text))).entries[0];
    const fromJson = extractFromJson(json(text, text)).entries[0];
    console.log(`${text}\n    Atom summary: "${fromAtom.description}", title: "${fromAtom.title}"`);
    console.log(`    content_text: "${fromJson.description}", title: "${fromJson.title}"`);
}
const xhtml = '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">봄이 <b>왔다</b></div></title>';
console.log(`Atom title of the type xhtml: "${extractFromXml(atom(xhtml, 'x')).entries[0].title}"`);
END
cat > expected <<'END'
매출은 A < B 이고 이익은 3 > 2 입니다
    Atom summary: "매출은 A  2 입니다", title: "매출은 A < B 이고 이익은 3 > 2 입니다"
    content_text: "매출은 A  2 입니다", title: "매출은 A < B 이고 이익은 3 > 2 입니다"
영화 <기생충> 다시 보기
    Atom summary: "영화  다시 보기", title: "영화 <기생충> 다시 보기"
    content_text: "영화  다시 보기", title: "영화 <기생충> 다시 보기"
Vec<String> 을 씁니다
    Atom summary: "Vec 을 씁니다", title: "Vec<String> 을 씁니다"
    content_text: "Vec 을 씁니다", title: "Vec<String> 을 씁니다"
Atom title of the type xhtml: ""
END
node probe.mjs > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
