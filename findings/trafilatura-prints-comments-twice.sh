#!/usr/bin/env bash
# Question: trafilatura reads a blog page with comments (its default includes them). How often does each comment come out?
# Good guess: once, after the post.
# What happens: twice below a short post whose comments are in WordPress's own markup, <article class="comment-body">. The reserve
#   method that is used for short texts takes every <article>, comments too, and they are added once more as comments.
#   The same page with a longer post gives each comment once; `include_comments=False` gives none.
# Versions: trafilatura 2.3.1 (PyPI).
# Who meets it: collections of Korean text and language models that are fed with them; Korean posts are short in characters.
#   Gudok reads a page only where the feed carries an excerpt, and leaves out the comments.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv v
v/bin/pip -q install --disable-pip-version-check trafilatura==2.3.1 lxml_html_clean==0.4.6
cat > probe.py <<'END'
import trafilatura

POST = [
    "동네 서점이 문을 닫았습니다.",
    "십 년 동안 매주 토요일마다 들르던 곳이라 마음이 허전했습니다. 주인은 책을 고를 때 늘 한마디를 보탰습니다.",
    "이제 그 자리에는 빵집이 들어선다고 합니다. 반가우면서도 조금은 서운한 마음으로 간판이 바뀌는 것을 지켜보았습니다.",
    "책을 사러 갈 곳이 없어진 것보다, 책 이야기를 나눌 사람이 없어진 것이 더 아쉽습니다. 그분은 지금 무엇을 읽고 계실까요.",
]
COMMENT = "저도 그 서점을 참 좋아했습니다. 토요일 오후마다 아이와 함께 그림책을 읽던 기억이 아직도 생생합니다."
for paragraphs in (1, 4):
    post = "".join(f"<p>{text}</p>" for text in POST[:paragraphs])
    page = f"""<!DOCTYPE html><html lang="ko"><head><title>작은 서점</title></head><body>
<header><h1>민지의 블로그</h1></header><main><article class="post"><h2>작은 서점</h2><div class="entry-content">{post}</div></article>
<section id="comments" class="comments-area"><ol class="comment-list"><li class="comment"><article class="comment-body">
<div class="comment-content"><p>{COMMENT}</p></div></article></li></ol></section></main></body></html>"""
    for wanted in (True, False):
        text = trafilatura.extract(page, include_comments=wanted)
        print(f"a post of {len(''.join(POST[:paragraphs]))} characters, include_comments={wanted}: the comment {text.count(COMMENT)} times")
END
cat > expected <<'END'
a post of 16 characters, include_comments=True: the comment 2 times
a post of 16 characters, include_comments=False: the comment 0 times
a post of 210 characters, include_comments=True: the comment 1 times
a post of 210 characters, include_comments=False: the comment 0 times
END
v/bin/python probe.py > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
