#!/usr/bin/env bash
# Question: the Python library of Standard Webhooks signs with a datetime. May it be one in Korean time?
# Good guess: yes. A datetime that knows its zone names one instant, and the signature covers that instant's seconds.
# What happens: `sign` writes UTC over the zone instead of converting, so 18:00 in Seoul is signed as 18:00 in UTC. The header,
#   made from the same datetime by timestamp(), has other seconds, and every receiver refuses the signature.
#   A time without a zone is taken for UTC too, whatever the machine's zone. Only UTC datetimes work.
# Versions: standardwebhooks 1.1.0 (PyPI), verified by itself and by standardwebhooks 1.1.1 (npm).
# Who meets it: people who write a test sender, or a relay, for Gudok's webhooks in Python on a machine in Korea.
#   Pass datetime.now(timezone.utc). Gudok signs whole unix seconds.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv v
v/bin/pip -q install --disable-pip-version-check standardwebhooks==1.1.0 tzdata==2026.6
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . standardwebhooks@1.1.1
cat > probe.py <<'END'
import json
import time
from datetime import datetime
from zoneinfo import ZoneInfo
from standardwebhooks import Webhook, WebhookVerificationError

SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"
BODY = '{"type":"subscriber.confirmed"}'
hook = Webhook(SECRET)
signed = {}
for zone in ("UTC", "Asia/Seoul", "America/Santiago"):
    moment = datetime.fromtimestamp(int(time.time()), ZoneInfo(zone))
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": hook.sign("msg_1", moment, BODY),
    }
    signed[zone] = headers
    try:
        hook.verify(BODY, headers)
        print(f"signed in {zone}, Python: accepted")
    except WebhookVerificationError as error:
        print(f"signed in {zone}, Python: {error}")
json.dump({"secret": SECRET, "body": BODY, "signed": signed}, open("signed.json", "w"))
END
cat > probe.mjs <<'END'
import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';

const { secret, body, signed } = JSON.parse(readFileSync('signed.json'));
for (const [zone, headers] of Object.entries(signed)) {
    try {
        new Webhook(secret).verify(body, headers);
        console.log(`signed in ${zone}, npm: accepted`);
    } catch (error) {
        console.log(`signed in ${zone}, npm: ${error.message}`);
    }
}
END
cat > expected <<'END'
signed in UTC, Python: accepted
signed in Asia/Seoul, Python: No matching signature found
signed in America/Santiago, Python: No matching signature found
signed in UTC, npm: accepted
signed in Asia/Seoul, npm: No matching signature found
signed in America/Santiago, npm: No matching signature found
END
{ v/bin/python probe.py; node probe.mjs; } > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
