#!/usr/bin/env bash
# Question: does a Korean display name in two encoded words come back as it was?
# Good guess: yes. White space between two encoded words is not part of the text, in a phrase as in a subject (RFC 2047, section 6.2).
# What happens: Python's policy.default joins the words of a subject, and leaves a space between those of a name,
#   so a syllable block is torn from its word. Python itself folds such a name into two words, so it misreads its own mail.
#   The old API (email.header.decode_header) and mailparser read both as written.
# Versions: Python 3.11 (email.policy.default); mailparser 3.14.2 (npm).
# Who meets it: archives, list managers and reply handlers in Python that show or compare a sender's name.
#   Gudok keeps a name of up to 45 octets (15 syllables) in one encoded word for this reason.
set -euo pipefail
python3 -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "this finding is about Python 3.11, here is $(python3 --version)"; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --ignore-scripts --prefix . mailparser@3.14.2
cat > probe.py <<'END'
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

TEXT = "인공지능을차분하게읽는사람들이매주보내드리는편지"
mail = EmailMessage()
mail["From"] = f"{TEXT} <news@blog.example>"
mail["Subject"] = TEXT
mail.set_content("hello")
octets = mail.as_bytes()
open("mail.eml", "wb").write(octets)
back = message_from_bytes(octets, policy=policy.default)
old = message_from_bytes(octets)
print("as written:          ", TEXT)
print("subject:             ", back["Subject"])
print("name:                ", back["From"].addresses[0].display_name)
print("name by the old API: ", make_header(decode_header(parseaddr(old["From"])[0])))
END
cat > read.mjs <<'END'
import { readFileSync } from 'node:fs';
import { simpleParser } from 'mailparser';

console.log('name by mailparser:  ', (await simpleParser(readFileSync('mail.eml'))).from.value[0].name);
END
cat > expected <<'END'
as written:           인공지능을차분하게읽는사람들이매주보내드리는편지
subject:              인공지능을차분하게읽는사람들이매주보내드리는편지
name:                 인공지능을차분하게읽는사람들이 매주보내드리는편지
name by the old API:  인공지능을차분하게읽는사람들이매주보내드리는편지
name by mailparser:   인공지능을차분하게읽는사람들이매주보내드리는편지
END
{ python3 probe.py; node read.mjs; } > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
