#!/usr/bin/env bash
# Question: does a DKIM key record that names two services, `s=email:tlsrpt`, serve for mail?
# Good guess: yes. The tag is a list with colons between its values, and "email" is in it (RFC 6376, section 3.6.1).
# What happens: dkimpy compares the whole value with "*", "email" and "tlsrpt", never its parts: the key is
#   refused and the signature is as good as none. mailauth passes it.
# Versions: dkimpy 1.1.8 (PyPI; Debian's dkimpy-milter runs on it); mailauth 4.13.3 (npm).
# Who meets it: an owner who reuses one key for mail and for TLS reports (RFC 8460, section 3). Mail fails DKIM at some receivers only.
#   `gudok dkim generate` prints records without the tag, which means every service.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv v
v/bin/pip -q install --disable-pip-version-check dkimpy==1.1.8 cryptography==46.0.3 dnspython==2.8.0
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . mailauth@4.13.3
cat > probe.py <<'END'
import base64
import json
import dkim
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric import rsa

key = rsa.generate_private_key(65537, 2048)
private = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.TraditionalOpenSSL, form.NoEncryption())
public = base64.b64encode(
    key.public_key().public_bytes(form.Encoding.DER, form.PublicFormat.SubjectPublicKeyInfo)
).decode()
mail = b"From: news@blog.example\r\nTo: reader@example.org\r\nSubject: hello\r\nDate: Mon, 30 Nov 2026 09:00:00 +0900\r\n\r\nhello\r\n"
signed = dkim.sign(mail, b"key", b"blog.example", private) + mail
open("mail.eml", "wb").write(signed)
records = {
    tags: f"v=DKIM1; k=rsa; {tags} p={public}"
    for tags in ("", "s=email;", "s=*;", "s=email:tlsrpt;", "s=tlsrpt:email;", "h=sha256:sha512;", "t=s:y;")
}
json.dump(records, open("records.json", "w"))
for tags, record in records.items():
    print(f"dkimpy, [{tags}]: {dkim.verify(signed, dnsfunc=lambda *_, **__: record.encode())}")
END
cat > probe.mjs <<'END'
import { readFileSync } from 'node:fs';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';

const mail = readFileSync('mail.eml');
for (const [tags, record] of Object.entries(JSON.parse(readFileSync('records.json')))) {
    const { results } = await dkimVerify(mail, { resolver: async () => [[record]] });
    console.log(`mailauth, [${tags}]: ${results[0].status.result}`);
}
END
cat > expected <<'END'
dkimpy, []: True
dkimpy, [s=email;]: True
dkimpy, [s=*;]: True
dkimpy, [s=email:tlsrpt;]: False
dkimpy, [s=tlsrpt:email;]: False
dkimpy, [h=sha256:sha512;]: True
dkimpy, [t=s:y;]: True
mailauth, []: pass
mailauth, [s=email;]: pass
mailauth, [s=*;]: pass
mailauth, [s=email:tlsrpt;]: pass
mailauth, [s=tlsrpt:email;]: pass
mailauth, [h=sha256:sha512;]: pass
mailauth, [t=s:y;]: pass
END
{ v/bin/python probe.py; node probe.mjs; } > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
