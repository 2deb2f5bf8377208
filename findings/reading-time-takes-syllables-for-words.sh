#!/usr/bin/env bash
# Question: How long does reading-time say that a Korean post takes?
# Good guess: about as long as an English one of as many words between spaces, or a little longer.
# What happens: each Hangul syllable counts as a word. 300 words of Korean are "7 min read", where 300 English words are "2 min read".
#   People read Korean at some 500 syllables a minute, which makes the same post two to three minutes.
# Versions: reading-time 1.5.0 (npm; blog templates use it).
# Who meets it: an owner whose blog shows seven minutes and whose digest shows three. Gudok counts syllables of Hangul and words of Latin
#   at two different paces.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --ignore-scripts --prefix . reading-time@1.5.0
cat > probe.cjs <<'END'
const readingTime = require('reading-time');
const korean = '가나다라마 바사아자 차카타파하. '.repeat(100);
const english = 'written posts matter. '.repeat(100);
for (const [name, text] of Object.entries({ korean, english })) {
    const { words, text: told } = readingTime(text);
    console.log(`${name}: ${text.trim().split(' ').length} words between spaces, counted as ${words}: ${told}`);
}
END
cat > expected <<'END'
korean: 300 words between spaces, counted as 1400: 7 min read
english: 300 words between spaces, counted as 300: 2 min read
END
node probe.cjs > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
