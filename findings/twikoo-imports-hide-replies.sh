#!/usr/bin/env bash
# Question: comments go from Artalk or from Disqus into Twikoo by Twikoo's own importers. Does each stand where it stood?
# Good guess: yes. Both exports name each comment's parent and its page, and Twikoo has fields for both.
# What happens: Artalk's parent is written into both fields, parent (pid) and thread (rid). Twikoo shows below a comment what names
#   it as rid, so an answer to an answer is stored, counted and exported, and never shown. Of a Disqus page only the path is
#   kept: /?p=12 and /?p=13 of a WordPress with plain addresses become "/", and their comments one thread.
# Versions: twikoo-func 1.7.9 (npm); an Artrans file of Artalk 2, a Disqus export as xml2js gives it.
# Who meets it: sites that moved to Twikoo and go on. An importer of Twikoo's export should follow pid, not rid, and ask
#   which page "/" stands for.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --ignore-scripts --prefix . twikoo-func@1.7.9
cat > probe.cjs <<'END'
const { commentImportArtalk2, commentImportDisqus } = require('twikoo-func/utils/import');
const { parseComment } = require('twikoo-func/utils');

const artalk = (id, rid, content) => ({
    id, rid, content, ua: '', ip: '', nick: '민지', email: 'mina@example.org', link: '', is_collapsed: 'false', is_pending: 'false',
    is_pinned: 'false', vote_up: '0', vote_down: '0', created_at: '2026-11-30 09:00:00 +0900', updated_at: '2026-11-30 09:00:00 +0900',
    badge_name: '', badge_color: '', page_key: '/spring/', page_title: '봄', page_admin_only: 'false', site_name: 'blog',
    site_urls: 'https://blog.example',
});
const thread = (id, link) => ({ $: { 'dsq:id': id }, id: [''], link: [link], title: ['봄'] });
const post = (id, of) => ({
    $: { 'dsq:id': id }, thread: [{ $: { 'dsq:id': of } }], author: [{ name: ['민지'] }], message: ['<p>좋은 글</p>'],
    isSpam: ['false'], isDeleted: ['false'], createdAt: ['2026-11-30T00:00:00Z'],
});

(async () => {
    const words = ['하나', '둘', '셋', '넷'];
    const stored = await commentImportArtalk2(words.map((word, at) => artalk(`${at + 1}`, `${at}`, word)), () => {});
    const shown = JSON.stringify(parseComment(stored, '', { SHOW_UA: 'false' }));
    for (const [at, word] of words.entries()) {
        const { pid, rid } = stored[at];
        console.log(`from Artalk, level ${at + 1}: pid ${pid}, rid ${rid}, ${shown.includes(word) ? 'shown' : 'not shown'}`);
    }
    const links = ['https://blog.example/?p=12', 'https://blog.example/?p=13', 'https://blog.example/spring/'];
    const disqus = { thread: links.map((link, at) => thread(`${at}`, link)), post: links.map((_, at) => post(`1${at}`, `${at}`)) };
    const moved = await commentImportDisqus({ disqus }, () => {});
    for (const [at, { url }] of moved.entries()) console.log(`from Disqus, a comment on ${links[at]}: on ${url}`);
})();
END
cat > expected <<'END'
from Artalk, level 1: pid undefined, rid undefined, shown
from Artalk, level 2: pid artalk1, rid artalk1, shown
from Artalk, level 3: pid artalk2, rid artalk2, not shown
from Artalk, level 4: pid artalk3, rid artalk3, not shown
from Disqus, a comment on https://blog.example/?p=12: on /
from Disqus, a comment on https://blog.example/?p=13: on /
from Disqus, a comment on https://blog.example/spring/: on /spring/
END
node probe.cjs > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
