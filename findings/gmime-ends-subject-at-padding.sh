#!/usr/bin/env bash
# Question: does a mail program on GMime show the whole of a long Korean subject that nodemailer wrote?
# Good guess: yes. Each encoded word is valid base64 with its own padding, and a reader joins their texts (RFC 2047, section 6.2).
# What happens: GMime puts the words of one charset together before it decodes them, and stops at the first "=".
#   Of a subject of 50 characters mu shows the first 11. Without padding inside, the same subject is whole.
# Versions: libgmime-3.0-0 3.2.13, mu 1.8.14 (Debian 12; notmuch uses the same library); nodemailer 10.6.1.
#   A repair stands in GMime's repository after 3.2.13 (its issue 133).
# Who meets it: readers of a newsletter in mu, notmuch and other programs on GMime. A writer of mail escapes by ending
#   each encoded word but the last on a multiple of three octets.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"

npm install --silent --no-audit --no-fund --ignore-scripts --prefix . nodemailer@10.6.1
for package in libgmime-3.0-0=3.2.13+dfsg-2 maildir-utils=1.8.14-1 libgpgme11 libassuan0 libgpg-error0 libxapian30 \
    guile-3.0-libs libgc1 libglib2.0-0 libgmp10 libunistring2 libffi8 libidn2-0 libreadline8; do
    apt-get -qq download "$package" 2>/dev/null || { echo "cannot download $package: run apt-get update on Debian 12"; exit 1; }
done
for file in *.deb; do dpkg -x "$file" root; done
mu() { LD_LIBRARY_PATH="$work/root/usr/lib/x86_64-linux-gnu:$work/root/lib/x86_64-linux-gnu" root/usr/bin/mu "$@"; }

cat > write.mjs <<'END'
import { writeFileSync } from 'node:fs';
import nodemailer from 'nodemailer';

const subject = '한국어로 쓴 아주 긴 제목입니다. 인공지능과 오늘의 소식, 그리고 다음 주에 올 이야기까지';
const mail = { from: 'news@blog.example', to: 'reader@example.org', subject, text: 'hello' };
const transport = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
const written = (await transport.sendMail(mail)).message.toString();
// The same subject in words of 45 octets: fifteen Hangul, or a multiple of three octets in any case.
const octets = Buffer.from(subject);
const words = [];
for (let at = 0; at < octets.length; ) {
    let end = Math.min(at + 45, octets.length);
    while (end < octets.length && ((octets[end] & 0xc0) === 0x80 || (end - at) % 3)) end -= 1;
    words.push(`=?UTF-8?B?${octets.subarray(at, end).toString('base64')}?=`);
    at = end;
}
const header = written.match(/^Subject: [^]*?\n(?! )/m)[0];
writeFileSync('nodemailer.eml', written);
writeFileSync('whole.eml', written.replace(header, `Subject: ${words.join('\n ')}\n`));
console.log(`padding inside, nodemailer: ${/=\?=\s+=\?/.test(header)}`);
console.log(`padding inside, multiples of three: ${/=\?=\s+=\?/.test(words.join('\n '))}`);
END
cat > expected <<'END'
padding inside, nodemailer: true
padding inside, multiples of three: false
mu shows of nodemailer's: Subject: 한국어로 쓴 아주 긴
mu shows of multiples of three: Subject: 한국어로 쓴 아주 긴 제목입니다. 인공지능과 오늘의 소식, 그리고 다음 주에 올 이야기까지
END
{
    node write.mjs
    echo "mu shows of nodemailer's: $(mu view "$work/nodemailer.eml" | grep ^Subject: | sed 's/ *$//')"
    echo "mu shows of multiples of three: $(mu view "$work/whole.eml" | grep ^Subject:)"
} > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
