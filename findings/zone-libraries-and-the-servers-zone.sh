#!/usr/bin/env bash
# Question: a library turns a local time in a named zone into an instant. Does the server's own zone matter, or the day of the call?
# Good guess: no. The zone and the date are arguments, so the same call gives the same instant on every machine, on every day.
# What happens: for an hour that comes twice (clocks go back) it does. With date-fns-tz and @date-fns/tz the answer for "25 October,
#   02:30 in Berlin" follows TZ of the process, each with a pattern of its own. With Luxon it follows the season in which
#   the program runs: asked in July it is the earlier instant, asked in January the later one.
#   For a skipped time date-fns-tz answers before the gap: 00:30 on 24 April in Cairo becomes 23:30 on the 23rd.
# Versions: date-fns-tz 3.2.0 (with date-fns 4.1.0), @date-fns/tz 1.5.0, luxon 3.7.2 (npm), Node 20.
# Who meets it: a site that computes "send at" times for Gudok's API, in development at home and in production on UTC.
#   Send an instant with its offset. Gudok's digests take a doubled hour the first time and a skipped one an hour later.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --ignore-scripts --prefix . date-fns-tz@3.2.0 date-fns@4.1.0 @date-fns/tz@1.5.0 luxon@3.7.2
cat > probe.mjs <<'END'
import { TZDate } from '@date-fns/tz';
import { fromZonedTime } from 'date-fns-tz';
import { DateTime, Settings } from 'luxon';

const cases = [
    ['Europe/Berlin', '2026-10-25T02:30:00', 'comes twice'],
    ['America/New_York', '2026-11-01T01:30:00', 'comes twice'],
    ['Africa/Cairo', '2026-04-24T00:30:00', 'is skipped'],
];
const shown = (instant) => `${new Date(+instant).toISOString().slice(0, 16)}Z`;
for (const [zone, local, why] of cases) {
    const [year, month, day, hour, minute] = local.match(/\d+/g).map(Number);
    const title = `${zone} ${local}, ${why}`;
    console.log(`${title}, date-fns-tz on a server in ${process.env.TZ}: ${shown(fromZonedTime(local, zone))}`);
    console.log(`${title}, @date-fns/tz on a server in ${process.env.TZ}: ${shown(new TZDate(year, month - 1, day, hour, minute, zone))}`);
    for (const asked of ['2026-01-15', '2026-07-15']) {
        Settings.now = () => Date.parse(asked);
        console.log(`${title}, luxon asked on ${asked}: ${shown(DateTime.fromISO(local, { zone }))}`);
    }
}
END
cat > expected <<'END'
Africa/Cairo 2026-04-24T00:30:00, is skipped, @date-fns/tz on a server in America/New_York: 2026-04-23T22:30Z
Africa/Cairo 2026-04-24T00:30:00, is skipped, @date-fns/tz on a server in Asia/Seoul: 2026-04-23T22:30Z
Africa/Cairo 2026-04-24T00:30:00, is skipped, @date-fns/tz on a server in UTC: 2026-04-23T22:30Z
Africa/Cairo 2026-04-24T00:30:00, is skipped, date-fns-tz on a server in America/New_York: 2026-04-23T21:30Z
Africa/Cairo 2026-04-24T00:30:00, is skipped, date-fns-tz on a server in Asia/Seoul: 2026-04-23T21:30Z
Africa/Cairo 2026-04-24T00:30:00, is skipped, date-fns-tz on a server in UTC: 2026-04-23T21:30Z
Africa/Cairo 2026-04-24T00:30:00, is skipped, luxon asked on 2026-01-15: 2026-04-23T22:30Z
Africa/Cairo 2026-04-24T00:30:00, is skipped, luxon asked on 2026-07-15: 2026-04-23T22:30Z
America/New_York 2026-11-01T01:30:00, comes twice, @date-fns/tz on a server in America/New_York: 2026-11-01T05:30Z
America/New_York 2026-11-01T01:30:00, comes twice, @date-fns/tz on a server in Asia/Seoul: 2026-11-01T05:30Z
America/New_York 2026-11-01T01:30:00, comes twice, @date-fns/tz on a server in UTC: 2026-11-01T05:30Z
America/New_York 2026-11-01T01:30:00, comes twice, date-fns-tz on a server in America/New_York: 2026-11-01T05:30Z
America/New_York 2026-11-01T01:30:00, comes twice, date-fns-tz on a server in Asia/Seoul: 2026-11-01T06:30Z
America/New_York 2026-11-01T01:30:00, comes twice, date-fns-tz on a server in UTC: 2026-11-01T05:30Z
America/New_York 2026-11-01T01:30:00, comes twice, luxon asked on 2026-01-15: 2026-11-01T06:30Z
America/New_York 2026-11-01T01:30:00, comes twice, luxon asked on 2026-07-15: 2026-11-01T05:30Z
Europe/Berlin 2026-10-25T02:30:00, comes twice, @date-fns/tz on a server in America/New_York: 2026-10-25T01:30Z
Europe/Berlin 2026-10-25T02:30:00, comes twice, @date-fns/tz on a server in Asia/Seoul: 2026-10-25T00:30Z
Europe/Berlin 2026-10-25T02:30:00, comes twice, @date-fns/tz on a server in UTC: 2026-10-25T01:30Z
Europe/Berlin 2026-10-25T02:30:00, comes twice, date-fns-tz on a server in America/New_York: 2026-10-25T00:30Z
Europe/Berlin 2026-10-25T02:30:00, comes twice, date-fns-tz on a server in Asia/Seoul: 2026-10-25T01:30Z
Europe/Berlin 2026-10-25T02:30:00, comes twice, date-fns-tz on a server in UTC: 2026-10-25T01:30Z
Europe/Berlin 2026-10-25T02:30:00, comes twice, luxon asked on 2026-01-15: 2026-10-25T01:30Z
Europe/Berlin 2026-10-25T02:30:00, comes twice, luxon asked on 2026-07-15: 2026-10-25T00:30Z
END
for zone in UTC Asia/Seoul America/New_York; do TZ=$zone node probe.mjs; done | LC_ALL=C sort -u > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
