#!/usr/bin/env bash
# Question: Eleventy's feed plug-in writes the same posts as Atom and as JSON Feed. Is a title with quotation marks right in both?
# Good guess: yes. XML wants entities, JSON does not, and the plug-in has a template for each.
# What happens: the JSON Feed carries the XML entities: a title `"다시" <기생충> & 보기` comes as `&quot;다시&quot; &lt;기생충&gt; &amp; 보기`,
#   and so do the blog's title and the author's name. A title of JSON Feed is plain text, so readers show the entities.
#   The content of the same item is right.
# Versions: @11ty/eleventy 3.1.8 with @11ty/eleventy-plugin-rss 3.0.0 (npm).
# Who meets it: readers of JSON Feed, and owners who gave Gudok the JSON address. The Atom feed of the same plug-in is right;
#   give that address instead.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --ignore-scripts --prefix . @11ty/eleventy@3.1.8 @11ty/eleventy-plugin-rss@3.0.0
mkdir site
cat > eleventy.config.mjs <<'END'
import { feedPlugin } from '@11ty/eleventy-plugin-rss';

export default function (config) {
    const metadata = { language: 'ko', title: '민지의 "블로그"', base: 'https://blog.example/', author: { name: '김 "민지"' } };
    for (const [type, outputPath] of [['json', '/feed.json'], ['atom', '/feed.xml']]) {
        config.addPlugin(feedPlugin, { type, outputPath, collection: { name: 'posts', limit: 0 }, metadata });
    }
    return { dir: { input: 'site', output: 'out' } };
}
END
printf -- "---\ntitle: '\"다시\" <기생충> & 보기'\ntags: posts\ndate: 2026-11-30\n---\n가 \"나\" <b>다</b>\n" > site/post.html
node_modules/.bin/eleventy --config=eleventy.config.mjs --quiet > /dev/null
cat > probe.mjs <<'END'
import { readFileSync } from 'node:fs';

const json = JSON.parse(readFileSync('out/feed.json'));
console.log(`JSON Feed, item title: ${json.items[0].title}`);
console.log(`JSON Feed, blog title: ${json.title}`);
console.log(`JSON Feed, author: ${json.authors[0].name}`);
console.log(`JSON Feed, item content: ${json.items[0].content_html.trim()}`);
console.log(`Atom, item title as XML: ${readFileSync('out/feed.xml', 'utf8').match(/<entry>[^]*?<title>(.*?)<\/title>/)[1]}`);
END
cat > expected <<'END'
JSON Feed, item title: &quot;다시&quot; &lt;기생충&gt; &amp; 보기
JSON Feed, blog title: 민지의 &quot;블로그&quot;
JSON Feed, author: 김 &quot;민지&quot;
JSON Feed, item content: 가 "나" <b>다</b>
Atom, item title as XML: &quot;다시&quot; &lt;기생충&gt; &amp; 보기
END
node probe.mjs > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
