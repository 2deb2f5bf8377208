#!/usr/bin/env bash
# Question: Where does a sentence end that closes with a decimal and a Korean ending: "성장률은 3.5%였다. 지난해보다 높다."?
# Good guess: at "3.5%였다.", as "It grew by 3.5%. It was more." ends at its first stop.
# What happens: sbd and syntok take the whole word for a number and run on. "35%였다." ends, and so does the English sentence.
#   News about economy come out as one sentence. sentence-splitter and sentencex end it.
# Versions: sbd 1.0.19 (npm); syntok 1.4.4, sentence-splitter 1.4, sentencex 1.0.32 (PyPI).
# Who meets it: who makes summaries of Korean news with these. Gudok splits by itself; a unit test holds these sentences.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --ignore-scripts --prefix . sbd@1.0.19
python3 -m venv v
v/bin/pip -q install --disable-pip-version-check syntok==1.4.4 sentence-splitter==1.4 sentencex==1.0.32
cat > texts <<'END'
성장률은 3.5%였다. 지난해보다 높다.
버전은 1.2입니다. 다음은 1.3입니다.
성장률은 35%였다. 지난해보다 높다.
It grew by 3.5%. It was more.
END
cat > probe.cjs <<'END'
const { readFileSync } = require('node:fs');
const { sentences } = require('sbd');
console.log(`sbd: ${readFileSync('texts', 'utf8').trim().split('\n').map((text) => sentences(text).length).join(' ')}`);
END
cat > probe.py <<'END'
import sentencex
import syntok.segmenter
from sentence_splitter import SentenceSplitter

texts = open("texts", encoding="utf-8").read().strip().split("\n")
splitter = SentenceSplitter(language="en")
ways = {
    "syntok": lambda text: [each for paragraph in syntok.segmenter.analyze(text) for each in paragraph],
    "sentence-splitter": splitter.split,
    "sentencex": lambda text: list(sentencex.segment("ko", text)),
}
for name, split in ways.items():
    print(f"{name}:", *(len(split(text)) for text in texts))
END
cat > expected <<'END'
sbd: 1 1 2 2
syntok: 1 1 2 2
sentence-splitter: 2 2 2 2
sentencex: 2 2 2 2
END
{ node probe.cjs; v/bin/python probe.py; } > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
