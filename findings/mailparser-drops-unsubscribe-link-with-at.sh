#!/usr/bin/env bash
# Question: what does mailparser say of a List-Unsubscribe header whose https link has an "@" in its path?
# Good guess: both ways out, as for any link: { url, mail }. An "@" is an ordinary character of a path (RFC 3986, section 3.3).
# What happens: whatever has an "@" is taken for a mail address. The https link is lost; alone, it comes back as `mail`,
#   as if the whole address of the page were a mailbox.
# Versions: mailparser 3.14.2 (npm).
# Who meets it: programs that offer "unsubscribe" and read mail with mailparser, when a sender writes the reader's address,
#   or a name such as @user, into the link. Gudok's links carry a token of letters and digits, so they are not met.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --ignore-scripts --prefix . mailparser@3.14.2
cat > probe.mjs <<'END'
import { simpleParser } from 'mailparser';

const both = (link) => `<${link}>, <mailto:leave@example.org>`;
const cases = [
    both('https://letters.example.org/leave/abc'),
    both('https://letters.example.org/leave/reader@example.net'),
    '<https://letters.example.org/@mina/leave>',
    '<https://letters.example.org/%40mina/leave>',
];
for (const value of cases) {
    const mail = await simpleParser(`List-Unsubscribe: ${value}\r\n\r\nhello\r\n`);
    console.log(`${value}\n    ${JSON.stringify(mail.headers.get('list').unsubscribe)}`);
}
END
cat > expected <<'END'
<https://letters.example.org/leave/abc>, <mailto:leave@example.org>
    {"url":"https://letters.example.org/leave/abc","mail":"leave@example.org"}
<https://letters.example.org/leave/reader@example.net>, <mailto:leave@example.org>
    {"mail":"leave@example.org"}
<https://letters.example.org/@mina/leave>
    {"mail":"https://letters.example.org/@mina/leave"}
<https://letters.example.org/%40mina/leave>
    {"url":"https://letters.example.org/%40mina/leave"}
END
node probe.mjs > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
