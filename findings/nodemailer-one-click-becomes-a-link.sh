#!/usr/bin/env bash
# Question: nodemailer has an option `list` for all List- headers. Does `list: { "unsubscribe-post": … }` give the one-click header?
# Good guess: yes, `List-Unsubscribe-Post: List-Unsubscribe=One-Click`, as RFC 8058 (section 3.1) has it.
# What happens: every value of `list` becomes an address in angle brackets. The header says `<http://List-Unsubscribe=One-Click>`,
#   which no mailbox provider takes for one click. Nothing warns. The same header under `headers` is right.
# Versions: nodemailer 10.6.1 (npm).
# Who meets it: a site whose own server mails beside Gudok from one domain, since providers judge the domain as a whole.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --ignore-scripts --prefix . nodemailer@10.6.1
cat > probe.mjs <<'END'
import nodemailer from 'nodemailer';

const transport = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
const link = 'https://blog.example/leave/1';
const click = 'List-Unsubscribe=One-Click';
const ways = {
    list: { list: { unsubscribe: link, 'unsubscribe-post': click } },
    headers: { headers: { 'List-Unsubscribe': `<${link}>`, 'List-Unsubscribe-Post': click } },
};
for (const [name, way] of Object.entries(ways)) {
    const { message } = await transport.sendMail({ from: 'news@blog.example', to: 'minji@mail.example', subject: '1', text: '1', ...way });
    for (const line of message.toString().split('\n').filter((line) => line.startsWith('List-'))) console.log(`${name}: ${line}`);
}
END
cat > expected <<'END'
list: List-Unsubscribe: <https://blog.example/leave/1>
list: List-Unsubscribe-Post: <http://List-Unsubscribe=One-Click>
headers: List-Unsubscribe: <https://blog.example/leave/1>
headers: List-Unsubscribe-Post: List-Unsubscribe=One-Click
END
node probe.mjs > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
