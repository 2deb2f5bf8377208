#!/usr/bin/env bash
# Question: a site teaches the npm packages bayes and natural its spam and its honest comments, in Korean. Do they tell them apart?
# Good guess: yes, roughly. Words are counted, and a language without stemming rules is counted as written.
# What happens: their tokenizers keep Latin letters, digits and (bayes) Cyrillic, and cut out all else, so a Korean comment has no words.
#   Whatever comes is the class with more examples, here "honest"; the spam that was learnt 50 times among it. Nothing warns.
#   One Latin word in the corpus decides then: natural calls every comment with "AI" what the only such example was.
#   With a tokenizer that splits at spaces bayes finds the spam.
# Versions: bayes 1.0.0, natural 8.1.1 (npm).
# Who meets it: Korean sites that put a spam filter of these before their comments: it passes all, or stops all.
#   Give such a library a tokenizer that knows Hangul.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --ignore-scripts --prefix . bayes@1.0.0 natural@8.1.1
cat > probe.mjs <<'END'
import bayes from 'bayes';
import natural from 'natural';

const spam = ['카지노 바카라 무료 충전 지금 가입', '무료 충전 가입 하면 카지노 쿠폰'];
const honest = ['좋은 글 감사합니다 많이 배웠어요', '글 잘 읽었습니다', 'AI 글 재미있네요'];
const asked = ['카지노 바카라 무료 충전', '좋은 글 감사합니다', 'AI 카지노 무료 충전'];
const split = (text) => text.split(/\s+/);
for (const [name, filter] of [['bayes', bayes()], ['bayes, split at spaces', bayes({ tokenizer: split })]]) {
    for (let time = 0; time < 25; time += 1) {
        for (const text of spam) await filter.learn(text, 'spam');
        for (const text of honest) await filter.learn(text, 'honest');
    }
    const words = JSON.parse(filter.toJson()).vocabularySize;
    const answers = await Promise.all(asked.map((text) => filter.categorize(text)));
    console.log(`${name}: ${words} words known, ${answers.join(', ')}`);
}
const filter = new natural.BayesClassifier();
for (const text of spam) filter.addDocument(text, 'spam');
for (const text of honest) filter.addDocument(text, 'honest');
filter.train();
console.log(`natural: ${Object.keys(filter.features).length} words known, ${asked.map((text) => filter.classify(text)).join(', ')}`);
END
cat > expected <<'END'
bayes: 2 words known, honest, honest, honest
bayes, split at spaces: 17 words known, spam, honest, spam
natural: 1 words known, honest, honest, honest
END
node probe.mjs 2>&1 | grep -v '^◇' > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
