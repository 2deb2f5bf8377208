# Checks of what mail needs to arrive: findings and ways out

doctor-late = No answer in time: nothing came within { $seconds } s
doctor-late-fix = Try again later, or wait longer on the server: gudok doctor --wait 300
doctor-dns-off = Not checked: the demo asks nothing outside this machine
doctor-dns-silent = { $name } could not be looked up: { $why }
doctor-dns-silent-fix = Run this where the DNS answers, or name a server: gudok doctor --dns 9.9.9.9:53

doctor-sender = The sender address { $address } is not an address on the Internet
doctor-sender-fix = Set site.sender to an address of your own domain

doctor-spf-good = SPF of { $domain }: one record, { $count } of 10 look-ups, and your relay is in it
doctor-spf-missing = { $domain } has no SPF record
doctor-spf-missing-fix = Publish a TXT record at { $domain }: "v=spf1 include:(your relay’s SPF name) ~all"
doctor-spf-several = { $domain } has several SPF records, so receivers ignore all of them
doctor-spf-several-fix = Join them into one TXT record that begins with v=spf1
doctor-spf-include-empty = The SPF record includes { $domain }, which has none
doctor-spf-include-empty-fix = Take this include out of the record, or correct its name
doctor-spf-loop = The SPF record comes back to { $domain } through its includes
doctor-spf-loop-fix = Take out the include that leads back
doctor-spf-unreadable = The SPF record of { $domain } has a term that cannot be read: { $term }
doctor-spf-unreadable-fix = Correct the term. Receivers ignore the whole record because of it
doctor-spf-lookups = SPF of { $domain } takes { $count } look-ups. Receivers give up after 10
doctor-spf-lookups-fix = Take out includes of services that no longer send for you, or send from a subdomain with a record of its own
doctor-spf-void = { $count } SPF look-ups of { $domain } find nothing. Receivers give up after 2
doctor-spf-void-fix = Take out the a: and mx: terms whose names are gone
doctor-spf-everybody = SPF of { $domain } ends in +all, so anybody may send in your name
doctor-spf-everybody-fix = End the record in ~all
doctor-spf-relay = SPF of { $domain } does not seem to name your relay { $relay }
doctor-spf-relay-fix = Add the include that your relay’s documentation names. If it is there under another name, nothing is wrong
doctor-spf-open = SPF of { $domain } does not say what to think of other senders
doctor-spf-open-fix = End the record in ~all

doctor-dkim-good = The published keys are the ones that sign: { $names }
doctor-dkim-none = No DKIM key is configured, so mails are not signed here
doctor-dkim-none-fix = Create keys with gudok dkim generate and publish the records it prints, or let your relay sign for your domain
doctor-dkim-missing = { $name } is not published
doctor-dkim-other = { $name } publishes another key than the one that signs
doctor-dkim-several = { $name } has several keys, so receivers may take the wrong one
doctor-dkim-publish-fix = Publish one TXT record at { $name }: { $value }
doctor-dkim-exposed = Others on this machine may read private keys, and sign in the name of your domain: { $files }
doctor-dkim-exposed-fix = Let nobody but Gudok’s user read them (chown USER { $files }, chmod 600 { $files })

doctor-dmarc-good = { $place } asks receivers to { $policy } what is forged
doctor-dmarc-missing = Neither { $domain } nor a domain above it has a DMARC record. Gmail and Yahoo require one
doctor-dmarc-missing-fix = Publish a TXT record at _dmarc.{ $domain }: "v=DMARC1; p=none; rua=mailto:(where reports go)"
doctor-dmarc-several = _dmarc.{ $domain } has several DMARC records, so receivers ignore all of them
doctor-dmarc-several-fix = Keep one TXT record that begins with v=DMARC1
doctor-dmarc-no-policy = { $place } names no policy
doctor-dmarc-watches = { $place } only watches: forged mail is delivered
doctor-dmarc-watches-fix = When the reports show your own mail alone, raise it to p=quarantine, without t=y

doctor-reverse-good = { $address } is { $name }, and { $name } is { $address }
doctor-reverse-no-relay = Not checked: no mail leaves this machine
doctor-reverse-relay = Not checked: { $relay } delivers, and its owner manages its name
doctor-reverse-private = Not checked: the mail server is on this machine, whose address is a private one
doctor-reverse-private-fix = If it delivers by itself, check that its public address has a name (PTR) that leads back to it. If it hands on to a relay, nothing is wrong
doctor-reverse-missing = { $address } has no name (PTR)
doctor-reverse-one-way = { $address } is { $name }, but that name leads elsewhere
doctor-reverse-fix = Ask the provider of { $address } to set its PTR to your mail server’s name, and give that name this address

doctor-relay-reached = { $url } is reachable. No sign-in is configured
doctor-relay-good = { $url } is reachable and accepts the sign-in
doctor-relay-program = { $url } can be run. The mail server of this machine delivers
doctor-relay-refuses = { $why }
doctor-relay-refuses-fix = Check mail.url ({ $url }) against what your relay tells you, and that nothing blocks its port
doctor-relay-memory = Mail stays in this process’s memory and nobody gets it
doctor-relay-file = Mail goes into { $url } and nobody gets it
doctor-relay-none-fix = Set mail.url to your relay: smtp://user:password@host:587, or sendmail:
doctor-relay-plain = { $url } is reached without TLS, so names and addresses can be read on the way
doctor-relay-plain-fix = Take ?tls=none out of mail.url

doctor-one-click-good = { $url } accepts the one-click unsubscribe of mailbox providers
doctor-one-click-silent = { $url } cannot be reached: { $why }
doctor-one-click-silent-fix = Start gudok serve, and check server.public_url and the proxy in front of it
doctor-one-click-other = This Gudok does not answer { $url }/unsubscribe/… (status { $status }): a redirect or a sign-in is in the way, or the secret differs
doctor-one-click-other-fix = Let the proxy pass POST /unsubscribe/ untouched, with server.public_url as the readers’ browsers see it
doctor-one-click-http = { $url } is not https, so Gmail and Yahoo show no one-click unsubscribe
doctor-one-click-http-fix = Put TLS in front, and set server.public_url to the https address

doctor-bounces-good = Bounces go to { $address }, and mail reaches its domain
doctor-bounces-sender = Bounces go to the sender { $address }, where they mix with people’s answers; a report that does not return the mail’s headers proves nothing and counts as soft
doctor-bounces-sender-fix = Set mail.bounce_address to a mailbox whose mail is piped into gudok bounces import
doctor-bounces-unreachable = No mail reaches { $domain }, where bounces go
doctor-bounces-unreachable-fix = Publish an MX record at { $domain }, or set mail.bounce_address to a domain that has one

doctor-database-good = { $engine } has no faults
doctor-database-fault = { $engine }: { $fault }
doctor-database-fault-fix = Stop Gudok, keep a copy of the database as it is, and restore the last backup
doctor-database-closed-fix = Check database.url (or DATABASE_URL), and that the database is running
doctor-migrations-good = The schema is up to date (migration { $newest })
doctor-migrations-behind = The schema is at migration { $applied }, this program at { $known }
doctor-migrations-behind-fix = Run gudok migrate with the newest version of Gudok in use
doctor-clock-good = The database’s clock agrees with this machine’s
doctor-clock-differs = The database’s clock and this machine’s differ by { $seconds } s
doctor-clock-differs-fix = Set both by NTP. Leases of mails are timed by the database’s clock
doctor-clock-ahead = Rows of the database are dated up to { $minutes } min ahead: a clock ran ahead for a while
doctor-clock-ahead-fix = Nothing waits for those times; keep the clock set by NTP, and set the hardware clock to UTC
doctor-secret-kept = The secret is random and kept in the database
doctor-secret-good = security.secret is long enough
doctor-outbox-good = In the last 24 hours { $sent } mails were sent and { $failed } given up
doctor-outbox-stuck = Mail has waited for { $hours } h, and none was sent in the last hour
doctor-outbox-stuck-fix = See that gudok serve or gudok worker runs, and read /admin/outbox for the relay’s answers
doctor-outbox-unknown =
    { $count ->
        [one] The result of one mail is unknown
       *[other] The results of { $count } mails are unknown
    }
doctor-outbox-unknown-fix = Decide in /admin/outbox whether they go again
doctor-outbox-failing = { $failed } of { $all } mails were given up in the last 24 hours
doctor-outbox-failing-fix = Read the reasons in /admin/outbox. More than one in twenty costs your reputation

doctor-consents-good = { $events } events of the consent record are sealed and whole, up to the seal { $hash }{ $unsealed ->
    [0] { "" }
   *[other] . Event { $unsealed } waits for its seal
}
doctor-consents-broken = { $what ->
    [end] The consent record is broken after event { $after }: sealed events are missing up to event { $event }
    [person] The consent record is broken at event { $event }: the person was changed
    [actor] The consent record is broken at event { $event }: the actor was changed
    [changes] The consent record is broken at event { $event }: the recorded values were altered
    [ip] The consent record is broken at event { $event }: the network address was changed
    [user_agent] The consent record is broken at event { $event }: the browser was changed
   *[link] The consent record is broken between event { $after } and event { $event }: one was changed, or one between them is missing
}
doctor-consents-broken-fix = Somebody changed the database by hand, or a file is damaged. Compare event numbers with a backup, and keep both
doctor-consents-unsealed = Event { $event } of the consent record has waited { $minutes } min for its seal
doctor-consents-unsealed-fix = Run gudok serve or gudok worker. If one runs, its log says why it cannot seal

doctor-about = Checks everything that your mail needs to arrive: the domain’s records, the relays, the way back and this server. Nothing is sent and nothing is changed. It takes up to 30 seconds.
doctor-ran = Last checked:
doctor-daily = Gudok also checks once a day; what failed stands on the front page.
doctor-not-daily = Daily checks are off (doctor.daily).
doctor-card = { $check }: { $found }
doctor-examine = Check now
doctor-examine-again = Check again
doctor-all-well = All checks passed.
doctor-check = Check
doctor-state = State
doctor-fix = What to do
doctor-state-ok = OK
doctor-state-warning = Warning
doctor-state-fail = Problem
doctor-name-spf = SPF
doctor-name-dkim = DKIM
doctor-name-dmarc = DMARC
doctor-name-reverse-dns = Reverse DNS
doctor-name-relay = Relay
doctor-name-one-click = One-click unsubscribe
doctor-name-bounces = Bounces
doctor-name-database = Database
doctor-name-migrations = Migrations
doctor-name-clock = Clock
doctor-name-secret = Secret
doctor-name-consents = Consent record
doctor-name-outbox = Outbox
