#!/usr/bin/env bash
# Question: mail comes from news.letters.blog.example. The only DMARC record near it stands at _dmarc.letters.blog.example. Does it count?
# Good guess: yes, everywhere. RFC 9989 (2026) has receivers walk up the name label by label, and a sub-domain inherits.
# What happens: checkdmarc walks and takes it. mailauth of the same year asks the name itself and the registered domain
#   alone, and finds no policy at all. As soon as a record stands at _dmarc.blog.example too, the one in the middle counts
#   for neither: the walk goes on to the top and takes the highest (section 4.10.2). With `psd=n` in the middle they differ again.
# Versions: mailauth 4.13.3 (npm); checkdmarc 6.0.4 (PyPI).
# Who meets it: an owner who sends from two levels below the domain and puts a policy for all newsletters between them.
#   A record at the very name behind the sender's "@" means the same to both.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv v
v/bin/pip -q install --disable-pip-version-check checkdmarc==6.0.4
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . mailauth@4.13.3
cat > zones.json <<'END'
{
    "middle only": { "_dmarc.letters.blog.example": "v=DMARC1; p=none" },
    "middle and top": {
        "_dmarc.letters.blog.example": "v=DMARC1; p=none",
        "_dmarc.blog.example": "v=DMARC1; p=reject"
    },
    "middle with psd=n, and top": {
        "_dmarc.letters.blog.example": "v=DMARC1; p=none; psd=n",
        "_dmarc.blog.example": "v=DMARC1; p=reject"
    },
    "the name itself, and top": {
        "_dmarc.news.letters.blog.example": "v=DMARC1; p=none",
        "_dmarc.blog.example": "v=DMARC1; p=reject"
    }
}
END
cat > probe.py <<'END'
import json
import checkdmarc.dmarc as checkdmarc
import dns.resolver

NAME = "news.letters.blog.example"
for title, zone in json.load(open("zones.json")).items():

    def records(name, kind="TXT", **_):
        if kind == "TXT" and name in zone:
            return [zone[name]]
        raise dns.resolver.NoAnswer if name == NAME else dns.resolver.NXDOMAIN

    checkdmarc.query_dns = records
    print(f"{title}: checkdmarc takes that of {checkdmarc.query_dmarc_record(NAME)['location']}")
END
cat > probe.mjs <<'END'
import { readFileSync } from 'node:fs';
import record from 'mailauth/lib/dmarc/get-dmarc-record.js';

for (const [title, zone] of Object.entries(JSON.parse(readFileSync('zones.json')))) {
    const resolver = async (name) => {
        if (zone[name]) return [[zone[name]]];
        throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    };
    const found = await record('news.letters.blog.example', resolver);
    const at = Object.keys(zone).find((name) => zone[name] === found.rr);
    console.log(`${title}: mailauth takes ${at ? `that of ${at.replace('_dmarc.', '')}` : 'none'}`);
}
END
cat > expected <<'END'
middle only: checkdmarc takes that of letters.blog.example
middle and top: checkdmarc takes that of blog.example
middle with psd=n, and top: checkdmarc takes that of letters.blog.example
the name itself, and top: checkdmarc takes that of news.letters.blog.example
middle only: mailauth takes none
middle and top: mailauth takes that of blog.example
middle with psd=n, and top: mailauth takes that of blog.example
the name itself, and top: mailauth takes that of news.letters.blog.example
END
{ v/bin/python probe.py; node probe.mjs; } > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
