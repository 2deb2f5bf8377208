#!/usr/bin/env bash
# Question: what address does @astrojs/rss write for an item whose link is "/post/?utm_source=rss" or "/post/#comments"?
# Good guess: the site in front, the rest as it was. The option trailingSlash speaks of paths, and this path has its slash.
# What happens: the slash is put behind the query or the fragment: "?utm_source=rss/", "#comments/". The tracking value, the page number
#   or the anchor is another one then, and the item's guid, made of the same text, is as well.
#   A full stop in the value prevents it ("?v=1.2"), since that looks like a file's name. A whole address (https://…)
#   is left alone. `trailingSlash: false` is no way out where pages end on a slash: it takes that slash away.
# Versions: @astrojs/rss 4.0.19 (npm), with its default trailingSlash: true.
# Who meets it: owners of Astro sites whose feed Gudok mails: their statistics show "rss/" beside "rss".
#   Give such items a whole address as their link.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --ignore-scripts --prefix . @astrojs/rss@4.0.19
cat > probe.mjs <<'END'
import { getRssString } from '@astrojs/rss';

const links = ['/post/', '/post/?utm_source=rss', '/?p=12', '/post/#comments', '/post/?v=1.2', 'https://blog.example/post/?utm_source=rss'];
for (const trailingSlash of [undefined, false]) {
    for (const link of links) {
        const xml = await getRssString({
            title: 'x', description: 'x', site: 'https://blog.example/', trailingSlash, items: [{ title: 'x', link }],
        });
        const [, written, guid] = xml.match(/<item>.*?<link>(.*?)<\/link>.*?<guid[^>]*>(.*?)<\/guid>/);
        console.log(`trailingSlash ${trailingSlash}, ${link}: ${written}${guid === written ? '' : `, guid ${guid}`}`);
    }
}
END
cat > expected <<'END'
trailingSlash undefined, /post/: https://blog.example/post/
trailingSlash undefined, /post/?utm_source=rss: https://blog.example/post/?utm_source=rss/
trailingSlash undefined, /?p=12: https://blog.example/?p=12/
trailingSlash undefined, /post/#comments: https://blog.example/post/#comments/
trailingSlash undefined, /post/?v=1.2: https://blog.example/post/?v=1.2
trailingSlash undefined, https://blog.example/post/?utm_source=rss: https://blog.example/post/?utm_source=rss
trailingSlash false, /post/: https://blog.example/post
trailingSlash false, /post/?utm_source=rss: https://blog.example/post/?utm_source=rss
trailingSlash false, /?p=12: https://blog.example/?p=12
trailingSlash false, /post/#comments: https://blog.example/post/#comments
trailingSlash false, /post/?v=1.2: https://blog.example/post/?v=1.2
trailingSlash false, https://blog.example/post/?utm_source=rss: https://blog.example/post/?utm_source=rss
END
node probe.mjs > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
