#!/usr/bin/env bash
# Question: does a long List-Unsubscribe link survive Python's EmailMessage?
# Good guess: yes. It is ASCII without a space, so it stands on a line of its own, which may have 998 octets (RFC 5322, section 2.1.1).
# What happens: a value longer than the line of 78 is written as encoded words, which have no meaning in this header
#   (RFC 2047, section 5; RFC 2369 wants "<" first). Python reads its own mail back, so a test of the sender passes.
#   mailparser finds no way out, and postal-mime gives the raw words. `policy.default.clone(max_line_length=998)` avoids it.
# Versions: Python 3.11 (email.message.EmailMessage, policy.default); mailparser 3.14.2, postal-mime 4.0.0 (npm).
# Who meets it: senders in Python whose links carry a signed token, and their readers, who see no "unsubscribe" button.
#   Gudok writes the link raw, on its own line. A returned mail of such a sender must not be read for links.
set -euo pipefail
python3 -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "this finding is about Python 3.11, here is $(python3 --version)"; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --ignore-scripts --prefix . mailparser@3.14.2 postal-mime@4.0.0
cat > write.py <<'END'
from email import message_from_bytes, policy
from email.message import EmailMessage

LINK = "<https://letters.example.org/unsubscribe/" + "7Kq2" * 16 + ">"
for name, chosen in (("default", policy.default), ("wide", policy.default.clone(max_line_length=998))):
    mail = EmailMessage(policy=chosen)
    mail["From"] = "news@blog.example"
    mail["List-Unsubscribe"] = LINK
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content("hello")
    octets = mail.as_bytes()
    open(f"{name}.eml", "wb").write(octets)
    written = next(line for line in octets.decode().splitlines() if line.startswith("List-Unsubscribe:"))
    print(f"{name}: written as {written[:52]}")
    back = message_from_bytes(octets, policy=policy.default)["List-Unsubscribe"]
    print(f"{name}: Python reads the link back: {back == LINK}")
END
cat > read.mjs <<'END'
import { readFileSync } from 'node:fs';
import { simpleParser } from 'mailparser';
import PostalMime from 'postal-mime';

for (const name of ['default', 'wide']) {
    const octets = readFileSync(`${name}.eml`);
    const list = (await simpleParser(octets)).headers.get('list');
    console.log(`${name}: mailparser's link: ${list.unsubscribe.url?.slice(0, 40)}`);
    const header = (await PostalMime.parse(octets)).headers.find((each) => each.key === 'list-unsubscribe');
    console.log(`${name}: postal-mime's value: ${header.value.slice(0, 40)}`);
}
END
cat > expected <<'END'
default: written as List-Unsubscribe: =?utf-8?q?=3Chttps=3A//letters=2Ee
default: Python reads the link back: True
wide: written as List-Unsubscribe: <https://letters.example.org/unsub
wide: Python reads the link back: True
default: mailparser's link: undefined
default: postal-mime's value: =?utf-8?q?=3Chttps=3A//letters=2Eexample
wide: mailparser's link: https://letters.example.org/unsubscribe/
wide: postal-mime's value: <https://letters.example.org/unsubscribe
END
{ python3 write.py; node read.mjs; } > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
