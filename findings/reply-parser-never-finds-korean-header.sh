#!/usr/bin/env bash
# Question: mail-parser-reply has rules for Korean. Does it cut the quoted mail below an answer that a Korean wrote?
# Good guess: yes, at "…님이 작성하였습니다:", the line that its rules name; perhaps not at Gmail's own "…님이 작성:".
# What happens: at neither. The rule begins with a look-ahead that refuses every line with those very words, so it can match nothing.
#   The English, German and Japanese rules work. Of the Korean ones only Outlook's block of "보낸 사람:" lines does.
# Versions: mail-parser-reply 1.36 (PyPI).
# Who meets it: sites that take answers by mail: the other person's name, address and text are posted with the answer.
#   Gudok takes no answers by mail. Who adds that on its API must cut these lines first.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv v
v/bin/pip -q install --disable-pip-version-check mail-parser-reply==1.36
cat > probe.py <<'END'
from mailparser_reply import EmailReplyParser

KOREAN = "2026년 11월 30일 (월) 오전 9:00, 김민지 <mina@example.org>"
quoted = "\n\n> 안녕하세요.\n"
cases = (
    ("ko", "the form of its own rule", f"{KOREAN}님이 작성하였습니다:{quoted}"),
    ("ko", "Gmail", f"{KOREAN}님이 작성:{quoted}"),
    ("ko", "Apple's Mail", f"2026. 11. 30. 오전 9:00, 김민지 <mina@example.org> 작성:{quoted}"),
    ("ko", "Outlook", "보낸 사람: 김민지 <mina@example.org>\n보낸 날짜: 2026년 11월 30일\n받는 사람: 박\n제목: 회의\n\n안녕하세요.\n"),
    ("en", "Gmail", f"On Mon, Nov 30, 2026 at 9:00 AM Minji Kim <mina@example.org> wrote:{quoted}"),
    ("ja", "Gmail", f"2026年11月30日(月) 9:00 Minji Kim <mina@example.org>:{quoted}"),
)
for language, program, below in cases:
    kept = EmailReplyParser(languages=[language]).parse_reply(f"네, 좋습니다.\n\n{below}")
    print(f"{language}, {program}: the address is {'still there' if 'mina@' in kept else 'cut off'}")
END
cat > expected <<'END'
ko, the form of its own rule: the address is still there
ko, Gmail: the address is still there
ko, Apple's Mail: the address is still there
ko, Outlook: the address is cut off
en, Gmail: the address is cut off
ja, Gmail: the address is cut off
END
v/bin/python probe.py > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
