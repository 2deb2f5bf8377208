#!/usr/bin/env bash
# Question: how many readers can vote on one comment in Isso?
# Good guess: as many as come; a column of numbers counts them, one vote per network.
# What happens: 142. After that each vote is refused for good, up or down, so the score of the most popular comments of a site stands
#   still, and late down-votes never count. The voters live in a Bloom filter of 256 bytes, which would fill up.
#   Another surprise over time: after the newest comment is deleted, its id is given to the next one.
# Versions: isso 0.14.0 (PyPI), through its own database class.
# Who meets it: busy sites, and whoever imports their comments: a score of 142 means "142 or more", an order by votes is a
#   coarse one, and an id alone is no key: a second import of a later copy may meet another comment under it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv v
v/bin/pip -q install --disable-pip-version-check isso==0.14.0
cat > probe.py <<'END'
from isso import config, db

chosen = config.new({"general": {"dbpath": "comments.db"}, "moderation": {"enabled": "false"}, "guard": {"enabled": "false"}})
store = db.SQLite3("comments.db", chosen)
store.threads.new("/spring/", "봄")


def comment(text):
    fields = dict.fromkeys(("parent", "created", "modified", "author", "email", "website"))
    return store.comments.add("/spring/", fields | {"mode": 1, "remote_addr": "203.0.113.0", "text": text, "notification": 0})["id"]


first = comment("하나")
for reader in range(200):
    said = store.comments.vote(True, first, f"10.0.{reader}.0")
print(f"200 readers voted for, the comment has {said['likes']}: {said.get('message')}")
said = store.comments.vote(False, first, "10.1.0.0")
print(f"one against: {said['dislikes']}")
second = comment("둘")
store.comments.delete(second)
third = comment("셋")
print(f"the id of a deleted comment: {second}, of the next one: {third}")
END
cat > expected <<'END'
200 readers voted for, the comment has 142: Upvote denied due to a "likes + dislikes" total too high (142 >= 142)
one against: 0
the id of a deleted comment: 2, of the next one: 2
END
v/bin/python probe.py > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
