#!/usr/bin/env bash
# Question: a static site makes the address of a post from its Korean title with a slug library. What are the addresses?
# Good guess: Hangul kept or spelled in Latin letters; in any case another address for another title.
# What happens: slugify, @sindresorhus/slugify, limax and speakingurl cut Hangul out without a word: pure Korean titles all become "",
#   and "AI 시대의 글쓰기" and "AI 시대의 읽기" are both "ai". slug makes base64 of a pure title and falls to "ai" as well.
#   transliteration and github-slugger keep them apart.
# Versions: slugify 1.6.9, @sindresorhus/slugify 3.0.1, limax 4.2.3, speakingurl 14.0.1, slug 12.0.1,
#   transliteration 2.6.1, github-slugger 2.0.0 (npm).
# Who meets it: Korean sites whose later post takes the address of an earlier one. Comments are kept by address, so two posts share
#   one thread; a digest that knows posts by their link would miss the second.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --ignore-scripts --prefix . slugify@1.6.9 @sindresorhus/slugify@3.0.1 limax@4.2.3 \
    speakingurl@14.0.1 slug@12.0.1 transliteration@2.6.1 github-slugger@2.0.0
cat > probe.mjs <<'END'
import sindresorhus from '@sindresorhus/slugify';
import { slug as github } from 'github-slugger';
import limax from 'limax';
import slug from 'slug';
import slugify from 'slugify';
import speakingurl from 'speakingurl';
import { slugify as transliteration } from 'transliteration';

const titles = ['봄이 왔다', '가을 소식', 'AI 시대의 글쓰기', 'AI 시대의 읽기'];
for (const [name, make] of Object.entries({ slugify, sindresorhus, limax, speakingurl, slug, transliteration, github })) {
    const slugs = titles.map((title) => make(title));
    console.log(`${name}: ${new Set(slugs).size} addresses for 4 posts: ${slugs.map((each) => `"${each}"`).join(' ')}`);
}
END
cat > expected <<'END'
slugify: 2 addresses for 4 posts: "" "" "AI" "AI"
sindresorhus: 2 addresses for 4 posts: "" "" "ai" "ai"
limax: 2 addresses for 4 posts: "" "" "ai" "ai"
speakingurl: 2 addresses for 4 posts: "" "" "ai" "ai"
slug: 3 addresses for 4 posts: "67se7j20ioyzloulpa" "6rca7j2eioygjoylnq" "ai" "ai"
transliteration: 4 addresses for 4 posts: "bomi-wassda" "gaeul-sosig" "ai-sidaeyi-geulsseugi" "ai-sidaeyi-ilggi"
github: 4 addresses for 4 posts: "봄이-왔다" "가을-소식" "ai-시대의-글쓰기" "ai-시대의-읽기"
END
node probe.mjs > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
