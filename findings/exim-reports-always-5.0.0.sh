#!/usr/bin/env bash
# Question: a mailbox is full (552 5.2.2) or a filter refuses a mail (550 5.7.1). Which status does Exim write into its delivery report?
# Good guess: the remote server's own, 5.2.2 or 5.7.1: the field exists for it (RFC 3464, section 2.3.4), and Exim has the reply in hand.
# What happens: 5.0.0, whatever the reply was. The same for an unknown user, for a reply without a code, and for a mailbox that was
#   full for now (452 4.2.2) until Exim gave up. The truth stands in Diagnostic-Code alone. A Korean reply stands there in octal
#   escapes of its UTF-8 octets ("\354\227\206…").
# Versions: exim4-daemon-light 4.96-15+deb12u11 (Debian 12).
# Who meets it: whoever counts bounces by the field Status: each is "other", so full and filtering mailboxes look like dead ones.
#   Read the reply in Diagnostic-Code first, and undo the octal escapes before a person reads it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

for package in exim4-daemon-light=4.96-15+deb12u11 libnss-wrapper libidn12 libidn2-0 libdb5.3 libgnutls-dane0 libunbound8 libspf2-2 libopendmarc2; do
    apt-get -qq download "$package" 2>/dev/null || { echo "cannot download $package: run apt-get update on Debian 12"; exit 1; }
done
for file in *.deb; do dpkg -x "$file" root; done
chmod u-s root/usr/sbin/exim4
# Exim wants a user "Debian-exim": here it is whoever runs this, and nobody in place of root.
user=$(id -u); group=$(id -g); drop=()
if [ "$user" = 0 ]; then user=65534; group=65534; drop=(setpriv --reuid="$user" --regid="$group" --clear-groups); fi
printf 'root:x:0:0:root:/:/bin/sh\nDebian-exim:x:%s:%s::/:/bin/sh\n' "$user" "$group" > passwd
printf 'root:x:0:\nDebian-exim:x:%s:\n' "$group" > group
cat > exim <<END
#!/bin/sh
export LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu
export LD_PRELOAD=$work/root/usr/lib/x86_64-linux-gnu/libnss_wrapper.so NSS_WRAPPER_PASSWD=$work/passwd NSS_WRAPPER_GROUP=$work/group
exec $work/root/usr/sbin/exim4 "\$@"
END
chmod 755 exim
cat > probe.py <<'END'
import email
import socketserver
import subprocess
import sys
import threading
import time
from email import policy

WORK, DROP = sys.argv[1], sys.argv[2:]
REPLIES = {
    "unknown": "550 5.1.1 no such user",
    "full": "552 5.2.2 mailbox full",
    "filter": "550 5.7.1 refused by the filter",
    "bare": "550 no such user",
    "korean": "550 5.1.1 없는 사용자",
    "later": "452 4.2.2 mailbox full, try later",
}
reports = []


class Remote(socketserver.StreamRequestHandler):
    """The remote server: refuses the readers above, takes the reports that come back."""

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())

    def handle(self):
        self.say("220 remote")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"RCPT":
                self.say(REPLIES.get(line.decode().split("<")[1].split("@")[0], "250 ok"))
            elif verb == b"DATA":
                self.say("354 go on")
                mail = []
                for text in self.rfile:
                    if text == b".\r\n":
                        break
                    mail.append(text)
                reports.append(email.message_from_bytes(b"".join(mail), policy=policy.default))
                self.say("250 ok")
            elif verb == b"QUIT":
                return self.say("221 bye")
            else:
                self.say("250 ok")


with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Remote) as remote:
    threading.Thread(target=remote.serve_forever, daemon=True).start()
    open(f"{WORK}/exim.conf", "w").write(f"""
exim_path = {WORK}/exim
primary_hostname = mx.example.net
qualify_domain = example.net
spool_directory = {WORK}/spool
log_file_path = {WORK}/spool/%slog
deliver_drop_privilege = true
never_users =
keep_environment =
tls_advertise_hosts =
timezone = UTC
begin routers
all:
  driver = manualroute
  transport = smtp
  route_list = * 127.0.0.1 byname
  self = send
begin transports
smtp:
  driver = smtp
  port = {remote.server_address[1]}
  allow_localhost
  hosts_try_fastopen =
begin retry
* * F,1s,1s
""")
    exim = DROP + [f"{WORK}/exim", "-C", f"{WORK}/exim.conf"]
    for reader in REPLIES:
        text = f"From: news@blog.example\nTo: {reader}@example.org\nSubject: hello\n\nhello\n"
        command = [*exim, "-odf", "-f", "bounce@blog.example", f"{reader}@example.org"]
        subprocess.run(command, input=text, text=True, check=True, timeout=30)
    for _ in range(20):
        if len(reports) == len(REPLIES):
            break
        time.sleep(1)
        subprocess.run([*exim, "-qff"], check=True, timeout=30)
    found = {}
    for report in reports:
        fields = report.get_payload(1).get_payload(1)
        reader = fields["Final-Recipient"].split(";")[1].split("@")[0]
        found[reader] = f"Status {fields['Status']}, Diagnostic-Code {fields['Diagnostic-Code']}"
    for reader, reply in REPLIES.items():
        print(f"the remote said {reply}: {found.get(reader)}")
    remote.shutdown()
END
mkdir spool
chown "$user:$group" spool
cat > expected <<'END'
the remote said 550 5.1.1 no such user: Status 5.0.0, Diagnostic-Code smtp; 550 5.1.1 no such user
the remote said 552 5.2.2 mailbox full: Status 5.0.0, Diagnostic-Code smtp; 552 5.2.2 mailbox full
the remote said 550 5.7.1 refused by the filter: Status 5.0.0, Diagnostic-Code smtp; 550 5.7.1 refused by the filter
the remote said 550 no such user: Status 5.0.0, Diagnostic-Code smtp; 550 no such user
the remote said 550 5.1.1 없는 사용자: Status 5.0.0, Diagnostic-Code smtp; 550 5.1.1 \354\227\206\353\212\224 \354\202\254\354\232\251\354\236\220
the remote said 452 4.2.2 mailbox full, try later: Status 5.0.0, Diagnostic-Code smtp; 452 4.2.2 mailbox full, try later: retry timeout exceeded
END
python3 probe.py "$work" "${drop[@]}" > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
