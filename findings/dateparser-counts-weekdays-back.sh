#!/usr/bin/env bash
# Question: what does dateparser, which knows Korean, make of "2026-11-30 (월) 15:00", the form of Naver's mail and of many boards?
# Good guess: 30 November 2026, 15:00. The weekday in brackets (월, Monday) adds nothing.
# What happens: a day some 30 months before now: "30 (월)" is read as thirty months, counted back, and the rest is thrown away. Sunday
#   (일) is read as days in the same way. The other weekdays are right, so two dates in seven are wrong, by days or by years.
#   Written with 년 and 월 the date is right. "어제 오후 3시" (yesterday, 3 p.m.) loses the hour; "yesterday 3 pm" keeps it.
# Versions: dateparser 1.5.0 (PyPI).
# Who meets it: whoever imports comments or mail archives of Korean boards with it: the dates of Mondays go wrong without a word.
#   Cut the brackets out first.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv v
v/bin/pip -q install --disable-pip-version-check dateparser==1.5.0
cat > probe.py <<'END'
from datetime import datetime
import dateparser

now = datetime(2026, 12, 9, 10, 20)
texts = [f"2026-{day} ({name}) 15:00" for day, name in (("11-30", "월"), ("12-01", "화"), ("12-05", "토"), ("12-06", "일"))]
texts += ["2026년 11월 30일 (월) 15:00", "어제 오후 3시", "yesterday 3 pm"]
for text in texts:
    print(f"{text}: {dateparser.parse(text, settings={'RELATIVE_BASE': now})}")
END
cat > expected <<'END'
2026-11-30 (월) 15:00: 2024-06-09 10:20:00
2026-12-01 (화) 15:00: 2026-12-01 15:00:00
2026-12-05 (토) 15:00: 2026-12-05 15:00:00
2026-12-06 (일) 15:00: 2026-12-03 10:20:00
2026년 11월 30일 (월) 15:00: 2026-11-30 15:00:00
어제 오후 3시: 2026-12-08 10:20:00
yesterday 3 pm: 2026-12-08 15:00:00
END
v/bin/python -W ignore probe.py > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
