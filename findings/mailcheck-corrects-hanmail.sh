#!/usr/bin/env bash
# Question: A sign-up form asks mailcheck for typos. What does it say to readers of Korea's oldest mail providers?
# Good guess: nothing. The addresses are right, and Naver, Daum and Nate pass.
# What happens: `hanmail.net` is "corrected" to `hotmail.net`, which is nobody's mail, and `yahoo.co.kr` to `yahoo.com`,
#   another person's mailbox. `hanmail.com`, a common slip, is led to `hotmail.com`, never to hanmail.
# Versions: mailcheck 1.1.1 (npm).
# Who meets it: a site whose own form suggests by mailcheck before it posts to Gudok. A reader who trusts the suggestion gets no mail.
#   Gudok's suggestions know the Korean providers; a unit test beside `src/address/likely.rs` holds that none of them is corrected.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --ignore-scripts --prefix . mailcheck@1.1.1
cat > probe.cjs <<'END'
const mailcheck = require('mailcheck');
for (const domain of ['naver.com', 'daum.net', 'nate.com', 'hanmail.net', 'hanmail.com', 'yahoo.co.kr']) {
    console.log(`${domain}: ${mailcheck.run({ email: `minji@${domain}` })?.domain ?? 'no suggestion'}`);
}
END
cat > expected <<'END'
naver.com: no suggestion
daum.net: no suggestion
nate.com: no suggestion
hanmail.net: hotmail.net
hanmail.com: hotmail.com
yahoo.co.kr: yahoo.com
END
node probe.cjs > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
