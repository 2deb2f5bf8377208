#!/usr/bin/env bash
# Question: A phrase says "… deleted" of a name or a number in Korean, with the particle 을 or 를. Do the libraries for particles agree?
# Good guess: yes. They follow the last sound: 3을 (삼), 2를 (이), Gmail을 (메일), AI를 (아이), 마크다운(Markdown)을.
# What happens: each knows something else. es-hangul takes every digit and Latin letter for a vowel ("3를", "Gmail를"). hangulpy knows
#   digits and no Latin ("Gmail를"). josa knows both, and says "SMTP을". pyjosa refuses all but Hangul with an error.
# Versions: es-hangul 2.4.0, josa 3.0.1 (npm); hangulpy 1.5.2, pyjosa 1.0.3 (PyPI).
# Who meets it: authors of Korean phrases with a placeholder. Gudok's phrases stand so that no particle follows one:
#   the noun comes first, "사이트 주소(…)가". A test looks through all phrases.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --ignore-scripts --prefix . es-hangul@2.4.0 josa@3.0.1
python3 -m venv v
v/bin/pip -q install --disable-pip-version-check hangulpy==1.5.2 pyjosa==1.0.3
cat > words <<'END'
인용
2
3
AI
Gmail
SMTP
마크다운(Markdown)
END
cat > probe.cjs <<'END'
const { readFileSync } = require('node:fs');
const esHangul = require('es-hangul');
const { josa } = require('josa');
const words = readFileSync('words', 'utf8').trim().split('\n');
console.log(`es-hangul: ${words.map((word) => esHangul.josa(word, '을/를')).join(' ')}`);
console.log(`josa: ${words.map((word) => josa(`${word}#{을}`)).join(' ')}`);
END
cat > probe.py <<'END'
import hangulpy
from pyjosa.exceptions import NotHangleException
from pyjosa.josa import Josa


def pyjosa(word):
    try:
        return Josa.get_full_string(word, "을")
    except NotHangleException:
        return f"{word}:refused"


words = open("words", encoding="utf-8").read().split()
print("hangulpy:", " ".join(hangulpy.josa(word, "을/를") for word in words))
print("pyjosa:", " ".join(pyjosa(word) for word in words))
END
cat > expected <<'END'
es-hangul: 인용을 2를 3를 AI를 Gmail를 SMTP를 마크다운(Markdown)를
josa: 인용을 2를 3을 AI를 Gmail을 SMTP을 마크다운(Markdown)을
hangulpy: 인용을 2를 3을 AI를 Gmail를 SMTP를 마크다운(Markdown)를
pyjosa: 인용을 2:refused 3:refused AI:refused Gmail:refused SMTP:refused 마크다운(Markdown):refused
END
{ node probe.cjs; v/bin/python probe.py; } > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
