#!/usr/bin/env bash
# Question: comments go from WordPress or Disqus into Isso on a server in Seoul. What are their times afterwards?
# Good guess: the same instants. WordPress exports comment_date_gmt, Disqus writes a "Z", and Isso keeps unix seconds.
# What happens: both are read as local time of the machine that imports. In Seoul each comment is nine hours too old, so those of the
#   morning are on the day before. On a server in UTC all is right. Two more things of that import stay in the database:
#   a pingback becomes an approved comment, and a comment that Disqus marked as spam becomes approved.
# Versions: isso 0.14.0 (PyPI).
# Who meets it: sites whose Isso comments came from elsewhere, when they go on to another system; the shift is nowhere on record.
#   An importer can only ask. Gudok should show the first and the last local time before it imports.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv v
v/bin/pip -q install --disable-pip-version-check isso==0.14.0
cat > wordpress.xml <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>blog</title><wp:wxr_version>1.2</wp:wxr_version>
<item><title>봄</title><link>https://blog.example/spring/</link>
<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author><![CDATA[김민지]]></wp:comment_author>
<wp:comment_author_email>mina@example.org</wp:comment_author_email><wp:comment_author_url></wp:comment_author_url>
<wp:comment_author_IP>192.0.2.7</wp:comment_author_IP><wp:comment_date>2026-11-30 08:00:00</wp:comment_date>
<wp:comment_date_gmt>2026-11-29 23:00:00</wp:comment_date_gmt><wp:comment_content><![CDATA[좋은 글]]></wp:comment_content>
<wp:comment_approved>1</wp:comment_approved><wp:comment_type>comment</wp:comment_type><wp:comment_parent>0</wp:comment_parent></wp:comment>
<wp:comment><wp:comment_id>2</wp:comment_id><wp:comment_author><![CDATA[다른 블로그]]></wp:comment_author>
<wp:comment_author_email></wp:comment_author_email><wp:comment_author_url>https://other.example/</wp:comment_author_url>
<wp:comment_author_IP>192.0.2.8</wp:comment_author_IP><wp:comment_date>2026-11-30 08:30:00</wp:comment_date>
<wp:comment_date_gmt>2026-11-29 23:30:00</wp:comment_date_gmt><wp:comment_content><![CDATA[핑백]]></wp:comment_content>
<wp:comment_approved>1</wp:comment_approved><wp:comment_type>pingback</wp:comment_type><wp:comment_parent>0</wp:comment_parent></wp:comment>
</item></channel></rss>
END
cat > disqus.xml <<'END'
<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<thread dsq:id="1"><id>spring</id><link>https://blog.example/spring/</link><title>봄</title></thread>
<post dsq:id="11"><message><![CDATA[<p>좋은 글</p>]]></message><createdAt>2026-11-29T23:00:00Z</createdAt><isDeleted>false</isDeleted>
<isSpam>false</isSpam><author><name>김민지</name></author><thread dsq:id="1"/></post>
<post dsq:id="12"><message><![CDATA[<p>광고</p>]]></message><createdAt>2026-11-29T23:30:00Z</createdAt><isDeleted>false</isDeleted>
<isSpam>true</isSpam><author><name>아무개</name></author><thread dsq:id="1"/></post>
</disqus>
END
cat > expected <<'END'
from wordpress on a server in UTC: 2026-11-29 23:00Z, approved, 좋은 글
from wordpress on a server in UTC: 2026-11-29 23:30Z, approved, 핑백
from disqus on a server in UTC: 2026-11-29 23:00Z, approved, <p>좋은 글</p>
from disqus on a server in UTC: 2026-11-29 23:30Z, approved, <p>광고</p>
from wordpress on a server in Asia/Seoul: 2026-11-29 14:00Z, approved, 좋은 글
from wordpress on a server in Asia/Seoul: 2026-11-29 14:30Z, approved, 핑백
from disqus on a server in Asia/Seoul: 2026-11-29 14:00Z, approved, <p>좋은 글</p>
from disqus on a server in Asia/Seoul: 2026-11-29 14:30Z, approved, <p>광고</p>
END
for zone in UTC Asia/Seoul; do
    for source in wordpress disqus; do
        printf '[general]\ndbpath = %s/%s.db\nhost = https://blog.example/\n' "$work" "$source" > isso.cfg
        rm -f "$source.db"
        TZ=$zone v/bin/isso -c isso.cfg import --empty-id -t "$source" "$source.xml" > log 2>&1 || { cat log; exit 1; }
        v/bin/python - "$source" "$zone" <<'END'
import sqlite3
import sys
from datetime import datetime, timezone

source, zone = sys.argv[1:]
for text, mode, created in sqlite3.connect(f"{source}.db").execute("SELECT text, mode, created FROM comments ORDER BY created"):
    moment = datetime.fromtimestamp(created, timezone.utc)
    print(f"from {source} on a server in {zone}: {moment:%Y-%m-%d %H:%M}Z, {'approved' if mode == 1 else mode}, {text}")
END
    done
done > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
