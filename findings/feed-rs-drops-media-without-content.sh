#!/usr/bin/env bash
# Question: which picture and description has an item with media:thumbnail and media:description but no media:content?
# Good guess: the two that stand there. Media RSS allows both directly in an item ("optional elements", rssboard.org/media-rss),
#   and large news feeds write a thumbnail alone.
# What happens: feed-rs reads both and keeps neither. It builds a media object only where a media:content stands in the same
#   item or group; without one the thumbnail, the description, the credit and the title of the medium are gone, without an error.
#   With an empty <media:content url="…"/> beside them all are there. Python's feedparser shows them either way.
# Versions: feed-rs 3.0.0 (crates.io), feedparser 6.0.14 (PyPI).
# Who meets it: programs that take a post's picture or text from the parsed feed, for feeds of news sites and video hosts.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

item() { # $1 title, $2 elements
    printf '<item><title>%s</title><guid>%s</guid>%s</item>' "$1" "$1" "$2"
}
picture='<media:thumbnail url="https://news.example/p.jpg" width="240" height="135"/><media:description>바다의 사진</media:description>'
content='<media:content url="https://news.example/v.mp4" type="video/mp4"/>'
{
    printf '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>'
    printf '<title>뉴스</title><link>https://news.example/</link><description>x</description>'
    item 'item, alone' "$picture"
    item 'item, with content' "$picture$content"
    item 'group, alone' "<media:group>$picture</media:group>"
    item 'group, with content' "<media:group>$picture$content</media:group>"
    printf '</channel></rss>'
} > feed.xml

mkdir -p src
cat > Cargo.toml <<'END'
[package]
name = "probe"
version = "0.0.0"
edition = "2021"
[dependencies]
feed-rs = "=3.0.0"
END
cat > src/main.rs <<'END'
fn main() {
    let feed = feed_rs::parser::parse(std::fs::read("feed.xml").unwrap().as_slice()).unwrap();
    for entry in feed.entries {
        let thumbnails: usize = entry.media.iter().map(|media| media.thumbnails.len()).sum();
        let descriptions = entry.media.iter().filter(|media| media.description.is_some()).count();
        println!("feed-rs, {}: {thumbnails} thumbnail, {descriptions} description", entry.title.unwrap().content);
    }
}
END
cargo run --quiet > seen
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check feedparser==6.0.14
venv/bin/python - >> seen <<'END'
import feedparser

for entry in feedparser.parse("feed.xml").entries:
    descriptions = 1 if entry.get("summary") or entry.get("media_description") else 0
    print(f"feedparser, {entry.title}: {len(entry.get('media_thumbnail', []))} thumbnail, {descriptions} description")
END
cat > expected <<'END'
feed-rs, item, alone: 0 thumbnail, 0 description
feed-rs, item, with content: 1 thumbnail, 1 description
feed-rs, group, alone: 0 thumbnail, 0 description
feed-rs, group, with content: 1 thumbnail, 1 description
feedparser, item, alone: 1 thumbnail, 1 description
feedparser, item, with content: 1 thumbnail, 1 description
feedparser, group, alone: 1 thumbnail, 1 description
feedparser, group, with content: 1 thumbnail, 1 description
END
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
