-- Bounces and complaints, and what mail services call with.

CREATE TABLE bounces (
    id            INTEGER PRIMARY KEY,
    -- The same report twice is one.
    dedupe_key    TEXT   NOT NULL UNIQUE,
    -- import, smtp, ses, postmark, sendgrid, mailgun.
    source        TEXT   NOT NULL,
    recipient     TEXT   NOT NULL,
    address_hash  TEXT   NOT NULL,
    -- Erased with the subscriber.
    subscriber_id INTEGER REFERENCES subscribers (id) ON DELETE CASCADE,
    class         TEXT   NOT NULL CHECK (class IN ('hard', 'soft', 'complaint', 'none')),
    reason        TEXT   NOT NULL,
    status        TEXT,
    diagnostic    TEXT   NOT NULL,
    effect        TEXT   NOT NULL CHECK (effect IN ('bounced', 'complained', 'counted', 'noted')),
    created_at    INTEGER NOT NULL
) STRICT;

CREATE INDEX bounces_of_address ON bounces (address_hash, created_at);
CREATE INDEX bounces_of_subscriber ON bounces (subscriber_id);
CREATE INDEX bounces_by_time ON bounces (created_at);

-- Calls of mail services that were taken, so that a recorded one does nothing on any node.
CREATE TABLE hook_calls (
    call       TEXT   PRIMARY KEY NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX hook_calls_by_time ON hook_calls (created_at);

-- Certificates that a mail service signs its calls with, by their address.
CREATE TABLE hook_certificates (
    url        TEXT   PRIMARY KEY NOT NULL,
    pem        TEXT   NOT NULL,
    fetched_at INTEGER NOT NULL
) STRICT;
