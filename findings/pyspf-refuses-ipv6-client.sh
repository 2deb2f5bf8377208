#!/usr/bin/env bash
# Question: an SPF record names three hosts that have IPv4 addresses only, then the IPv6 address that the mail comes from. Pass?
# Good guess: pass. The hosts exist, and the sending address is written in the record.
# What happens: pyspf asks for AAAA alone when the client comes by IPv6, counts each host without one as a void look-up, and
#   answers permerror at the third. mailauth asks for both kinds of address and passes. RFC 7208 (section 4.6.4) speaks of
#   answers without records, so both readings stand on it. The same record passes for the same sender by IPv4.
# Versions: pyspf 2.0.14 (PyPI; Debian's postfix-policyd-spf-python runs on it); mailauth 4.13.3 (npm).
# Who meets it: an owner with several `a:` or `mx` terms and a relay that prefers IPv6. Part of the receivers refuse, part don't.
#   The way out: name such hosts by ip4, or put the ip6 term first, since a match ends the walk.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv v
v/bin/pip -q install --disable-pip-version-check pyspf==2.0.14 dnspython==2.8.0
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . mailauth@4.13.3
cat > zone.json <<'END'
{
    "late": "v=spf1 a:a.blog.example a:b.blog.example a:c.blog.example ip6:2001:db8::25 -all",
    "early": "v=spf1 ip6:2001:db8::25 a:a.blog.example a:b.blog.example a:c.blog.example -all"
}
END
cat > probe.py <<'END'
import json
import spf

zone = json.load(open("zone.json"))
clients = ("192.0.2.3", "2001:db8::25")


def look_up(name, kind, *_, **__):
    name = name.lower().rstrip(".")
    if kind == "TXT" and name.endswith(".example") and name.split(".")[0] in zone:
        return [((name, kind), (zone[name.split(".")[0]].encode(),))]
    if kind == "A" and name in ("a.blog.example", "b.blog.example", "c.blog.example"):
        return [((name, kind), f"192.0.2.{'abc'.index(name[0]) + 1}")]
    return []


spf.DNSLookup = look_up
for record in zone:
    for client in clients:
        result, why = spf.check2(i=client, s=f"news@{record}.blog.example", h="mx.blog.example")
        print(f"pyspf, ip6 {record}, {client}: {result}, {why}")
END
cat > probe.mjs <<'END'
import { readFileSync } from 'node:fs';
import { spf } from 'mailauth/lib/spf/index.js';

const zone = JSON.parse(readFileSync('zone.json'));
const resolver = async (name, kind) => {
    const host = name.split('.')[0];
    if (kind === 'TXT' && zone[host]) return [[zone[host]]];
    if (kind === 'A' && 'abc'.includes(host)) return [`192.0.2.${'abc'.indexOf(host) + 1}`];
    throw Object.assign(new Error('no such record'), { code: 'ENODATA' });
};
for (const record of Object.keys(zone)) {
    for (const ip of ['192.0.2.3', '2001:db8::25']) {
        const sender = `news@${record}.blog.example`;
        const { status } = await spf({ resolver, ip, sender, helo: 'mx.blog.example', mta: 'mx.example.org' });
        console.log(`mailauth, ip6 ${record}, ${ip}: ${status.result}`);
    }
}
END
cat > expected <<'END'
pyspf, ip6 late, 192.0.2.3: pass, sender SPF authorized
pyspf, ip6 late, 2001:db8::25: permerror, SPF Permanent Error: Void lookup limit of 2 exceeded
pyspf, ip6 early, 192.0.2.3: pass, sender SPF authorized
pyspf, ip6 early, 2001:db8::25: pass, sender SPF authorized
mailauth, ip6 late, 192.0.2.3: pass
mailauth, ip6 late, 2001:db8::25: pass
mailauth, ip6 early, 192.0.2.3: pass
mailauth, ip6 early, 2001:db8::25: pass
END
{ v/bin/python probe.py; node probe.mjs; } > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
