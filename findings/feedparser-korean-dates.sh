#!/usr/bin/env bash
# Question: feedparser has handlers for two Korean forms of dates. Does it read a feed that has them?
# Good guess: yes: OnBlog's "2004년 05월 28일  01:31:15" and Nate's "2004-05-25 오후 11:23:17", both in Korean time.
# What happens: the handlers work when called, but another one comes before them and takes the beginning of the text for
#   a date of ISO 8601: only the year, and the current month of the machine, day 1, midnight; or the day without its time.
#   So a post has another date in each month in which it is read, and nothing marks the date as a guess.
#   "2026.11.30 09:00", the form of many boards, ends the same way; the zone word KST is read as UTC.
# Versions: feedparser 6.0.14 (PyPI).
# Who meets it: readers and mailers of Korean feeds in Python: old posts come up as new ones on the first of the month.
#   A date of a feed that Gudok cannot read as a whole is left out, and the post keeps the time of its arrival.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv v
v/bin/pip -q install --disable-pip-version-check feedparser==6.0.14
cat > probe.py <<'END'
import time
import feedparser
from feedparser.datetimes import iso8601
from feedparser.datetimes.korean import _parse_date_nate, _parse_date_onblog

FORMS = ("2004년 05월 28일  01:31:15", "2004-05-25 오후 11:23:17", "2026.11.30 09:00", "Mon, 30 Nov 2026 09:00:00 KST")


class January:
    """The time module on a machine where it is January."""

    gmtime = staticmethod(lambda *at: time.gmtime(*at) if at else time.strptime("2027-01-15", "%Y-%m-%d"))

    def __getattr__(self, name):
        return getattr(time, name)


def shown(moment):
    return time.strftime("%Y-%m-%d %H:%M", moment) if moment else None


def published(text):
    item = f"<item><title>x</title><pubDate>{text}</pubDate></item>"
    feed = feedparser.parse(f'<rss version="2.0"><channel><title>x</title>{item}</channel></rss>')
    return feed.entries[0].published_parsed


for handler, text in ((_parse_date_onblog, FORMS[0]), (_parse_date_nate, FORMS[1])):
    print(f"{handler.__name__} called for {text!r}: {shown(handler(text))}")
iso8601.time = January()
for text in FORMS:
    print(f"a feed read in January, {text!r}: {shown(published(text))}")
END
cat > expected <<'END'
_parse_date_onblog called for '2004년 05월 28일  01:31:15': 2004-05-27 16:31
_parse_date_nate called for '2004-05-25 오후 11:23:17': 2004-05-25 14:23
a feed read in January, '2004년 05월 28일  01:31:15': 2004-01-01 00:00
a feed read in January, '2004-05-25 오후 11:23:17': 2004-05-25 00:00
a feed read in January, '2026.11.30 09:00': 2026-01-01 00:00
a feed read in January, 'Mon, 30 Nov 2026 09:00:00 KST': 2026-11-30 09:00
END
v/bin/python probe.py > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
