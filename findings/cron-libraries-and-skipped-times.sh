#!/usr/bin/env bash
# Question: when does a daily or weekly job run whose local time is skipped by a change of clocks?
# Good guess: a little later on that day; the gap is no reason to leave out a day. Cron itself does so for jobs of fixed hours.
# What happens: it depends on the library and on the length of the gap. cron-parser moves the job over a gap of an hour, and drops
#   the whole day on Lord Howe, whose gap is half an hour. APScheduler keeps that day, and drops the days whose midnight is
#   skipped: in Cairo clocks go forward at 00:00 on the last Friday of April, so "Fridays at 00:00" loses a week each year.
#   croner, croniter and cronsim keep all days, at the first moment behind the gap.
# Versions: cron-parser 5.10.6, croner 11.0.1 (npm); APScheduler 3.11.3, croniter 7.0.0, cronsim 2.8 (PyPI).
# Who meets it: senders of digests at a local hour. Gudok plans them itself: a skipped hour is taken an hour later.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv v
v/bin/pip -q install --disable-pip-version-check APScheduler==3.11.3 croniter==7.0.0 cronsim==2.8 tzdata==2026.6
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . cron-parser@5.10.6 croner@11.0.1
cat > cases.json <<'END'
[
    ["Africa/Cairo", "0 0 * * fri", "2026-04-16T12:00:00Z"],
    ["America/Santiago", "0 0 * * *", "2026-09-04T12:00:00Z"],
    ["Australia/Lord_Howe", "15 2 * * *", "2026-10-02T12:00:00Z"]
]
END
cat > probe.mjs <<'END'
import { readFileSync } from 'node:fs';
import { CronExpressionParser } from 'cron-parser';
import { Cron } from 'croner';

const shown = (dates) => dates.map((date) => date.toISOString().slice(0, 16)).join(' ');
for (const [tz, rule, after] of JSON.parse(readFileSync('cases.json'))) {
    const next = CronExpressionParser.parse(rule, { tz, currentDate: new Date(after) });
    console.log(`${tz} "${rule}" by cron-parser: ${shown([1, 2, 3].map(() => next.next().toDate()))}`);
    console.log(`${tz} "${rule}" by croner: ${shown(new Cron(rule, { timezone: tz, paused: true }).nextRuns(3, new Date(after)))}`);
}
END
cat > probe.py <<'END'
import json
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo
from apscheduler.triggers.cron import CronTrigger
from croniter import croniter
from cronsim import CronSim


def by_apscheduler(rule, zone, after):
    trigger = CronTrigger.from_crontab(rule, timezone=zone)
    while True:
        after = trigger.get_next_fire_time(after, after + timedelta(seconds=1))
        yield after


def by_croniter(rule, zone, after):
    rules = croniter(rule, after)
    while True:
        yield rules.get_next(datetime)


def by_cronsim(rule, zone, after):
    yield from CronSim(rule, after)


for zone, rule, after in json.load(open("cases.json")):
    start = datetime.fromisoformat(after).astimezone(ZoneInfo(zone))
    for name, runs in (("APScheduler", by_apscheduler), ("croniter", by_croniter), ("cronsim", by_cronsim)):
        found = [moment.astimezone(timezone.utc) for _, moment in zip(range(3), runs(rule, ZoneInfo(zone), start))]
        print(f'{zone} "{rule}" by {name}:', *(f"{moment:%Y-%m-%dT%H:%M}" for moment in found))
END
cat > expected <<'END'
Africa/Cairo "0 0 * * fri" by APScheduler: 2026-04-16T22:00 2026-04-30T21:00 2026-05-07T21:00
Africa/Cairo "0 0 * * fri" by cron-parser: 2026-04-16T22:00 2026-04-23T22:00 2026-04-30T21:00
Africa/Cairo "0 0 * * fri" by croner: 2026-04-16T22:00 2026-04-23T22:00 2026-04-30T21:00
Africa/Cairo "0 0 * * fri" by croniter: 2026-04-16T22:00 2026-04-23T22:00 2026-04-30T21:00
Africa/Cairo "0 0 * * fri" by cronsim: 2026-04-16T22:00 2026-04-23T22:00 2026-04-30T21:00
America/Santiago "0 0 * * *" by APScheduler: 2026-09-05T04:00 2026-09-07T03:00 2026-09-08T03:00
America/Santiago "0 0 * * *" by cron-parser: 2026-09-05T04:00 2026-09-06T04:00 2026-09-07T03:00
America/Santiago "0 0 * * *" by croner: 2026-09-05T04:00 2026-09-06T04:00 2026-09-07T03:00
America/Santiago "0 0 * * *" by croniter: 2026-09-05T04:00 2026-09-06T04:00 2026-09-07T03:00
America/Santiago "0 0 * * *" by cronsim: 2026-09-05T04:00 2026-09-06T04:00 2026-09-07T03:00
Australia/Lord_Howe "15 2 * * *" by APScheduler: 2026-10-02T15:45 2026-10-03T15:45 2026-10-04T15:15
Australia/Lord_Howe "15 2 * * *" by cron-parser: 2026-10-02T15:45 2026-10-04T15:15 2026-10-05T15:15
Australia/Lord_Howe "15 2 * * *" by croner: 2026-10-02T15:45 2026-10-03T15:30 2026-10-04T15:15
Australia/Lord_Howe "15 2 * * *" by croniter: 2026-10-02T15:45 2026-10-03T15:30 2026-10-04T15:15
Australia/Lord_Howe "15 2 * * *" by cronsim: 2026-10-02T15:45 2026-10-03T15:30 2026-10-04T15:15
END
{ node probe.mjs; v/bin/python probe.py; } | LC_ALL=C sort > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
