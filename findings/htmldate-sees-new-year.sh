#!/usr/bin/env bash
# Question: a Korean page has one date, inside a sentence: "2026년 10월 2일에 시작합니다." Which date does htmldate give it?
# Good guess: 2 October 2026, as for "Starts on October 2, 2026", or none when it is not sure.
# What happens: 1 January 2026. A Korean date is read when an element holds nothing else; in a sentence only the year is found, and the
#   first of January is made of it. "작성일: 2026년 10월 2일" (written on …) fares the same, and so does "2026. 10. 2.부터".
#   Nothing tells such a date from a found one.
# Versions: htmldate 1.11.0 (PyPI), the dates of trafilatura.
# Who meets it: archives and corpora of Korean pages: posts of a whole year pile up on New Year's Day.
#   Gudok takes dates from the feed, never from the page.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv v
v/bin/pip -q install --disable-pip-version-check htmldate==1.11.0
cat > probe.py <<'END'
from datetime import datetime
from htmldate import find_date

for text in (
    "2026년 10월 2일",
    "2026년 10월 2일에 시작합니다.",
    "작성일: 2026년 10월 2일",
    "2026. 10. 2.부터 신청하세요.",
    "2026-10-02에 시작합니다.",
    "Starts on October 2, 2026.",
    "Beginnt am 2. Oktober 2026.",
):
    page = f"<html><head><title>x</title></head><body><article><p>{text}</p></article></body></html>"
    print(f"{text}: {find_date(page, max_date=datetime(2026, 11, 30))}")
END
cat > expected <<'END'
2026년 10월 2일: 2026-10-02
2026년 10월 2일에 시작합니다.: 2026-01-01
작성일: 2026년 10월 2일: 2026-01-01
2026. 10. 2.부터 신청하세요.: 2026-01-01
2026-10-02에 시작합니다.: 2026-10-02
Starts on October 2, 2026.: 2026-10-02
Beginnt am 2. Oktober 2026.: 2026-10-02
END
v/bin/python probe.py > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
