#!/usr/bin/env bash
# Question: `mailman members` writes the members of a list into a file. Does `mailman addmembers` read the file for another list?
# Good guess: yes. Both commands speak of lines such as "Name <address>", and both are Mailman's own.
# What happens: the export never quotes a name, the import reads lines as RFC 5322. A name with a comma or an "@" becomes
#   "Cannot parse as valid email address (skipping)", and the member is missing from the new list. The exit code is 0.
#   The same names are taken when a person writes them with quotation marks.
# Versions: mailman 3.3.10 (PyPI).
# Who meets it: owners who move a list, to another Mailman or to Gudok: names as "Lee, Jun" and "홍길동, 편집부" are usual.
#   A reader of such a file should take the last "<…>" of a line for the address, and all before it for the name.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv v
v/bin/pip -q install --disable-pip-version-check mailman==3.3.10
cat > mailman.cfg <<END
[mailman]
layout: local
site_owner: owner@example.org
[paths.local]
var_dir: $work/var
[database]
url: sqlite:///$work/mailman.db
[mta]
incoming: mailman.mta.null.NullMTA
END
as_root=$([ "$(id -u)" = 0 ] && echo --run-as-root || true)
mailman() { MAILMAN_CONFIG_FILE=$work/mailman.cfg v/bin/mailman $as_root "$@"; }
cat > people.txt <<'END'
"Lee, Jun" <jun@example.org>
"홍길동, 편집부" <hong@example.org>
"park@work" <park@example.org>
김민지 <mina@example.org>
"Kim (editor)" <kim@example.org>
plain@example.org
END
mailman create --domain one@lists.example > /dev/null
mailman create --domain two@lists.example > /dev/null
mailman addmembers people.txt one@lists.example > from-people.txt 2>&1
mailman members one@lists.example > export.txt
code=0
mailman addmembers export.txt two@lists.example > from-export.txt 2>&1 || code=$?
{
    echo "written by a person, complaints: $(grep -c . from-people.txt || true)"
    LC_ALL=C sort export.txt | sed 's/^/exported: /'
    echo "exit code of the import: $code"
    tr -d '\r' < from-export.txt | grep . | LC_ALL=C sort | sed 's/^/import says: /'
    mailman members two@lists.example | grep . | LC_ALL=C sort | sed 's/^/on the new list: /'
} > seen
cat > expected <<'END'
written by a person, complaints: 0
exported: Kim (editor) <kim@example.org>
exported: Lee, Jun <jun@example.org>
exported: park@work <park@example.org>
exported: plain@example.org
exported: 김민지 <mina@example.org>
exported: 홍길동, 편집부 <hong@example.org>
exit code of the import: 0
import says: Cannot parse as valid email address (skipping): Lee, Jun <jun@example.org>
import says: Cannot parse as valid email address (skipping): park@work <park@example.org>
import says: Cannot parse as valid email address (skipping): 홍길동, 편집부 <hong@example.org>
on the new list: Kim (editor) <kim@example.org>
on the new list: plain@example.org
on the new list: 김민지 <mina@example.org>
END
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
