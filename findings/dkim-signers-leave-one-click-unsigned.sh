#!/usr/bin/env bash
# Question: A mail with List-Unsubscribe and List-Unsubscribe-Post is signed with a signer's own choice of headers. Are both signed?
# Good guess: yes. RFC 8058 (section 4) wants both covered by the signature, or the receiver offers no one-click button.
# What happens: mailauth and dkimpy sign List-Unsubscribe and leave out List-Unsubscribe-Post. nodemailer signs both.
#   The signature is valid, the mail arrives, and only the button is missing.
# Versions: mailauth 4.13.3, nodemailer 10.6.1 (npm); dkimpy 1.1.8 (PyPI).
# Who meets it: an owner whose relay or own script signs with these libraries in place of Gudok. Gudok's own signature covers both.
#   The way out is the list of headers, which each of the two takes as an option.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --ignore-scripts --prefix . mailauth@4.13.3 nodemailer@10.6.1
python3 -m venv v
v/bin/pip -q install --disable-pip-version-check dkimpy==1.1.8
openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out key.pem 2>/dev/null
printf '%s\r\n' 'From: news@blog.example' 'To: minji@mail.example' 'Subject: 1' 'List-Unsubscribe: <https://blog.example/leave/1>' \
    'List-Unsubscribe-Post: List-Unsubscribe=One-Click' '' 'hello' > mail.eml
cat > probe.mjs <<'END'
import { readFileSync } from 'node:fs';
import nodemailer from 'nodemailer';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';

const privateKey = readFileSync('key.pem', 'utf8');
const tell = (who, text) => {
    const names = /\bh=([^;]+);/.exec(text.replace(/\r?\n\s+/g, ' '))[1].toLowerCase().split(':').map((name) => name.trim());
    const signed = (name) => (names.includes(name) ? 'signed' : 'not signed');
    console.log(`${who}: List-Unsubscribe ${signed('list-unsubscribe')}, List-Unsubscribe-Post ${signed('list-unsubscribe-post')}`);
};

const signatureData = [{ signingDomain: 'blog.example', selector: 's', privateKey }];
tell('mailauth', (await dkimSign(readFileSync('mail.eml'), { signatureData })).signatures);

const transport = nodemailer.createTransport({
    streamTransport: true,
    buffer: true,
    dkim: { domainName: 'blog.example', keySelector: 's', privateKey },
});
const headers = { 'List-Unsubscribe': '<https://blog.example/leave/1>', 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
const mail = { from: 'news@blog.example', to: 'minji@mail.example', subject: '1', text: 'hello', headers };
tell('nodemailer', (await transport.sendMail(mail)).message.toString());
END
cat > probe.py <<'END'
import re

import dkim

signature = dkim.sign(open("mail.eml", "rb").read(), b"s", b"blog.example", open("key.pem", "rb").read()).decode()
names = re.search(r"\bh=([^;]+);", re.sub(r"\s", "", signature))[1].lower().split(":")
signed = lambda name: "signed" if name in names else "not signed"
print(f"dkimpy: List-Unsubscribe {signed('list-unsubscribe')}, List-Unsubscribe-Post {signed('list-unsubscribe-post')}")
END
cat > expected <<'END'
mailauth: List-Unsubscribe signed, List-Unsubscribe-Post not signed
nodemailer: List-Unsubscribe signed, List-Unsubscribe-Post signed
dkimpy: List-Unsubscribe signed, List-Unsubscribe-Post not signed
END
{ node probe.mjs; v/bin/python probe.py; } > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
