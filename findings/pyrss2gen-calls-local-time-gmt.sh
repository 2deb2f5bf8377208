#!/usr/bin/env bash
# Question: A site gives PyRSS2Gen the time of a post with its zone: 30 November, 09:00 in Seoul. Which time has the feed?
# Good guess: 00:00 GMT, or 09:00 +0900.
# What happens: the zone is ignored and the local hour is called GMT: "Mon, 30 Nov 2026 09:00:00 GMT", nine hours too late.
#   A post of the afternoon in Seoul is dated tomorrow there. feedgen writes the zone.
# Versions: PyRSS2Gen 1.1, feedgen 1.0.0 (PyPI).
# Who meets it: readers of feeds of hand-made Korean sites in Python. Gudok takes a date that lies ahead for the time of arrival, so
#   that a new post is not held back; a story holds it. Convert the time to UTC before you give it to PyRSS2Gen.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv v
v/bin/pip -q install --disable-pip-version-check PyRSS2Gen==1.1 feedgen==1.0.0 2>/dev/null
cat > probe.py <<'END'
import datetime
import re
import zoneinfo

import PyRSS2Gen
from feedgen.feed import FeedGenerator

SEOUL = zoneinfo.ZoneInfo("Asia/Seoul")
date = lambda xml: re.search("<item>.*<pubDate>([^<]+)", xml, re.S)[1]
for hour in (9, 18):
    moment = datetime.datetime(2026, 11, 30, hour, 0, tzinfo=SEOUL)
    feed = PyRSS2Gen.RSS2("t", "https://blog.example/", "d", items=[PyRSS2Gen.RSSItem(title="t", pubDate=moment)])
    other = FeedGenerator()
    other.title("t")
    other.link(href="https://blog.example/")
    other.description("d")
    entry = other.add_entry()
    entry.title("t")
    entry.pubDate(moment)
    print(f"{hour}:00 in Seoul, PyRSS2Gen: {date(feed.to_xml('utf-8'))}")
    print(f"{hour}:00 in Seoul, feedgen: {date(other.rss_str().decode())}")
END
cat > expected <<'END'
9:00 in Seoul, PyRSS2Gen: Mon, 30 Nov 2026 09:00:00 GMT
9:00 in Seoul, feedgen: Mon, 30 Nov 2026 09:00:00 +0900
18:00 in Seoul, PyRSS2Gen: Mon, 30 Nov 2026 18:00:00 GMT
18:00 in Seoul, feedgen: Mon, 30 Nov 2026 18:00:00 +0900
END
v/bin/python probe.py > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
