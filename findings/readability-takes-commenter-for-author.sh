#!/usr/bin/env bash
# Question: a blog post names no author in its markup, and readers have commented below it. Who is the author to Readability?
# Good guess: nobody (null), whatever the length of the post. The text that comes back has none of the comments.
# What happens: for a short post, the first commenter. Below 500 characters Readability tries again without cutting clutter, and looks
#   for a byline by words such as "author" in a class; WordPress marks the writer of each comment with `comment-author`.
#   The same page with a long post gives null. A class "author" above the comments, or a meta element, helps.
# Versions: @mozilla/readability 0.6.0 with jsdom 26.1.0 (npm).
# Who meets it: reader views and read-later lists of posts whose theme shows no author: a stranger's name stands over the post.
#   Gudok takes the author from the feed alone, and the text alone from the page.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --ignore-scripts --prefix . @mozilla/readability@0.6.0 jsdom@26.1.0
cat > probe.mjs <<'END'
import { Readability } from '@mozilla/readability';
import { JSDOM } from 'jsdom';

const text = `<p>동네 서점이 문을 닫았습니다. 십 년 동안 매주 토요일마다 들르던 곳이라 마음이 허전했습니다.</p>
<p>주인은 책을 고를 때 늘 한마디를 보탰고, 그 말이 책보다 오래 남곤 했습니다. 이제 그 자리에는 빵집이 들어섭니다.</p>`;
const page = (head, byline, times = 1) => `<!DOCTYPE html><html lang="ko"><head><title>작은 서점 이야기</title>${head}</head><body>
<main><article class="post"><h1 class="entry-title">작은 서점 이야기</h1>${byline}<div class="entry-content">${text.repeat(times)}</div></article>
<section id="comments" class="comments-area"><ol class="comment-list"><li class="comment"><article class="comment-body">
<footer class="comment-meta"><div class="comment-author vcard"><b class="fn">박서준</b></div></footer>
<div class="comment-content"><p>저도 그 서점을 참 좋아했습니다.</p></div></article></li></ol></section></main></body></html>`;
const cases = {
    'a long post': page('', '', 6),
    'a short post': page('', ''),
    'a short post with a class "author"': page('', '<p class="author">김민지</p>'),
    'a short post with a meta element': page('<meta name="author" content="김민지">', ''),
};
for (const [title, html] of Object.entries(cases)) {
    const { byline, textContent } = new Readability(new JSDOM(html, { url: 'https://blog.example/1' }).window.document).parse();
    console.log(`${title}: byline ${byline}, the comment in the text: ${textContent.includes('참 좋아했습니다')}`);
}
END
cat > expected <<'END'
a long post: byline null, the comment in the text: false
a short post: byline 박서준, the comment in the text: false
a short post with a class "author": byline 김민지, the comment in the text: false
a short post with a meta element: byline 김민지, the comment in the text: false
END
node probe.mjs > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
