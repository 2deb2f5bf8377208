#!/usr/bin/env bash
# Question: the npm package feed writes one post as Atom, RSS and JSON Feed. Has the post the same id in all three, and after an update?
# Good guess: yes. The author passes one id, and an id must never change (RFC 4287, section 4.2.6).
# What happens: version 6 percent-encodes Hangul in Atom ids and leaves it raw in RSS and JSON Feed. Version 5 left it raw everywhere.
#   So with the update every Korean post gets another Atom id, and a reader that changes from one format to another
#   sees the whole archive as new. Ids in ASCII are the same in all.
# Versions: feed 5.2.1 and 6.0.0 (npm).
# Who meets it: subscribers of Korean static sites, on the day of the update. Gudok compares a post by its guid, then by its link
#   with escapes taken as equal, then by its text, so such a post is not mailed again.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --ignore-scripts --prefix . feed5@npm:feed@5.2.1 feed6@npm:feed@6.0.0
cat > probe.mjs <<'END'
for (const version of ['feed5', 'feed6']) {
    const { Feed } = await import(version);
    for (const id of ['https://blog.example/글/첫-글/', 'https://blog.example/post/first/']) {
        const feed = new Feed({ title: 'x', id: 'https://blog.example/', link: 'https://blog.example/', updated: new Date(0) });
        feed.addItem({ title: 'x', id, link: id, date: new Date(0) });
        console.log(`${version}, ${id}`);
        console.log(`    Atom: ${feed.atom1().match(/<entry>[^]*?<id>(.*?)<\/id>/)[1]}`);
        console.log(`    RSS:  ${feed.rss2().match(/<guid[^>]*>(.*?)<\/guid>/)[1]}`);
        console.log(`    JSON: ${JSON.parse(feed.json1()).items[0].id}`);
    }
}
END
cat > expected <<'END'
feed5, https://blog.example/글/첫-글/
    Atom: https://blog.example/글/첫-글/
    RSS:  https://blog.example/글/첫-글/
    JSON: https://blog.example/글/첫-글/
feed5, https://blog.example/post/first/
    Atom: https://blog.example/post/first/
    RSS:  https://blog.example/post/first/
    JSON: https://blog.example/post/first/
feed6, https://blog.example/글/첫-글/
    Atom: https://blog.example/%EA%B8%80/%EC%B2%AB-%EA%B8%80/
    RSS:  https://blog.example/글/첫-글/
    JSON: https://blog.example/글/첫-글/
feed6, https://blog.example/post/first/
    Atom: https://blog.example/post/first/
    RSS:  https://blog.example/post/first/
    JSON: https://blog.example/post/first/
END
node probe.mjs > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
