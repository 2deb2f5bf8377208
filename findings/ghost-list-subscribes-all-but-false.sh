#!/usr/bin/env bash
# Question: A list goes to Ghost, and its column subscribed_to_emails says no, 0, unsubscribed or nothing for those who left.
#   Are they subscribed there?
# Good guess: no, or the import refuses the words that it doesn't know.
# What happens: only the word "false" (in any case) means no. "no", "0", "unsubscribed" and an empty cell subscribe. Nothing warns.
# Versions: @tryghost/members-csv 2.0.7 (npm), Ghost's own reader of such files.
# Who meets it: an owner who tries Ghost with a list of another product, and comes back with Ghost's export, in which leavers are
#   "true". Gudok stops at a column of state that it doesn't understand, and never revives who left here.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --ignore-scripts --prefix . @tryghost/members-csv@2.0.7
cat > probe.cjs <<'END'
const { writeFileSync } = require('node:fs');
const { parse } = require('@tryghost/members-csv');
const words = ['true', 'false', 'FALSE', 'no', '0', 'unsubscribed', ''];
writeFileSync('list.csv', `email,subscribed_to_emails\n${words.map((word, at) => `reader${at}@mail.example,${word}\n`).join('')}`);
parse('list.csv', { email: 'email', subscribed_to_emails: 'subscribed' }).then((rows) =>
    rows.forEach(({ subscribed }, at) => console.log(`"${words[at]}": ${subscribed ? 'subscribed' : 'not subscribed'}`)));
END
cat > expected <<'END'
"true": subscribed
"false": not subscribed
"FALSE": not subscribed
"no": subscribed
"0": subscribed
"unsubscribed": subscribed
"": subscribed
END
node probe.cjs > seen
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
