#!/usr/bin/env bash
# Question: A project names its posts after its releases: "1.10" follows "1.9". Which titles does a reader of the feed show?
# Good guess: "1.9" and "1.10". A title is text, and so is a guid.
# What happens: @extractus/feed-extractor reads what looks like a number as one. The title "1.10" is "1.1", the guid "000123" is "123",
#   "1e3" is "1000", a text "0x10" is "16", and "+82" loses its sign. Two different guids can become one.
# Versions: @extractus/feed-extractor 8.0.3 (npm). rss-parser 3.13.0 and feedsmith 3.0.1 leave the texts alone.
# Who meets it: an owner who compares what Gudok read with another reader. Titles and ids are text in Gudok; a story holds it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --ignore-scripts --prefix . @extractus/feed-extractor@8.0.3 rss-parser@3.13.0 feedsmith@3.0.1
cat > probe.mjs <<'END'
import { extractFromXml } from '@extractus/feed-extractor';
import Parser from 'rss-parser';
import { parseFeed } from 'feedsmith';

const posts = [['1.9', '000123', 'one'], ['1.10', '123', 'two'], ['+82', '1e3', '0x10']];
const items = posts.map(([title, guid, text]) =>
    `<item><title>${title}</title><guid isPermaLink="false">${guid}</guid><description>${text}</description></item>`);
const xml = `<rss version="2.0"><channel><title>t</title><link>https://blog.example/</link><description>d</description>${items.join('')}</channel></rss>`;
const tell = (who, list) => console.log(`${who}: ${list.map((each) => each.join(', ')).join(' | ')}`);

tell('feed-extractor', extractFromXml(xml).entries.map(({ title, id, description }) => [title, id, description]));
tell('rss-parser', (await new Parser().parseString(xml)).items.map(({ title, guid, content }) => [title, guid, content]));
tell('feedsmith', parseFeed(xml).feed.items.map(({ title, guid, description }) => [title, guid.value, description]));
END
cat > expected <<'END'
feed-extractor: 1.9, 123, one | 1.1, 123, two | 82, 1000, 16
rss-parser: 1.9, 000123, one | 1.10, 123, two | +82, 1e3, 0x10
feedsmith: 1.9, 000123, one | 1.10, 123, two | +82, 1e3, 0x10
END
node probe.mjs > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
