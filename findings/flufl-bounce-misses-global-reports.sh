#!/usr/bin/env bash
# Question: Mailman's bounce detector reads delivery reports. Does it read the international form, message/global-delivery-status?
# Good guess: yes. RFC 6533 keeps the fields of RFC 3464; only the media type and the kind of the recipient (utf-8) are other.
# What happens: nothing is found, neither a permanent nor a temporary failure, for the very fields that it reads under the old type.
#   Python's own parser is the cause in part: it takes the fields for one nested mail, so the recipient's group is its body.
#   Postfix writes this form whenever the mail that comes back had a header in raw UTF-8, as a Korean subject may.
# Versions: flufl.bounce 6.0.0 (PyPI, part of Mailman 3), Python 3.11.
# Who meets it: lists and newsletters whose dead addresses never get counted, though the bounces arrive. Gudok reads both forms.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv v
v/bin/pip -q install --disable-pip-version-check flufl.bounce==6.0.0
cat > probe.py <<'END'
from email import message_from_string
from flufl.bounce import all_failures

REPORT = """\
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: bounce@blog.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type={report}; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

The mail could not be delivered.

--b
Content-Type: message/{report}

Reporting-MTA: dns; mx.example.net

Final-Recipient: {kind}; reader@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {status} see the status

--b
Content-Type: message/{returned}

From: news@blog.example
To: reader@example.org
Subject: {subject}
Message-ID: <1@blog.example>

--b--
"""
for report, kind, returned, subject in (
    ("delivery-status", "rfc822", "rfc822", "hello"),
    ("global-delivery-status", "rfc822", "global", "한국 소식"),
    ("global-delivery-status", "utf-8", "global", "한국 소식"),
):
    for action, status in (("failed", "5.1.1"), ("delayed", "4.4.1")):
        mail = message_from_string(
            REPORT.format(report=report, kind=kind, returned=returned, subject=subject, action=action, status=status)
        )
        temporary, permanent = ([each.decode() for each in found] for found in all_failures(mail))
        groups = len(mail.get_payload(1).get_payload())
        print(f"{report}, {kind}, {action}: temporary {temporary}, permanent {permanent}, groups in Python's parser: {groups}")
END
cat > expected <<'END'
delivery-status, rfc822, failed: temporary [], permanent ['reader@example.org'], groups in Python's parser: 2
delivery-status, rfc822, delayed: temporary ['reader@example.org'], permanent [], groups in Python's parser: 2
global-delivery-status, rfc822, failed: temporary [], permanent [], groups in Python's parser: 1
global-delivery-status, rfc822, delayed: temporary [], permanent [], groups in Python's parser: 1
global-delivery-status, utf-8, failed: temporary [], permanent [], groups in Python's parser: 1
global-delivery-status, utf-8, delayed: temporary [], permanent [], groups in Python's parser: 1
END
v/bin/python probe.py > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
