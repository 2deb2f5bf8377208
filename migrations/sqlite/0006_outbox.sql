-- The outbox: one row a recipient. Editions are bodies that several recipients share.

CREATE TABLE editions (
    id         INTEGER PRIMARY KEY,
    slug       TEXT    NOT NULL UNIQUE,
    locale     TEXT    NOT NULL CHECK (locale IN ('ko', 'en')),
    subject    TEXT    NOT NULL,
    html       TEXT    NOT NULL,
    text       TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    is_paused  INTEGER NOT NULL DEFAULT 0 CHECK (is_paused IN (0, 1)),
    -- Mails a minute at most; NULL is no limit.
    rate       INTEGER CHECK (rate > 0)
) STRICT;

-- The topics of a campaign's edition: subscribers of one of them get it; without a row everybody does.
CREATE TABLE edition_topics (
    edition_id INTEGER NOT NULL REFERENCES editions (id),
    topic_id   INTEGER NOT NULL REFERENCES topics (id),
    PRIMARY KEY (edition_id, topic_id)
) STRICT;

CREATE TABLE outbox (
    -- AUTOINCREMENT: Message-IDs and return paths carry the id, so it is never given to another mail.
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    kind           TEXT    NOT NULL,
    bulk           INTEGER NOT NULL CHECK (bulk IN (0, 1)),
    recipient      TEXT    NOT NULL,
    recipient_name TEXT,
    -- The subscriber it is for, so that leaving drops what is queued.
    subscriber_id  INTEGER,
    edition_id     INTEGER REFERENCES editions (id),
    -- What it says, when it shares no edition.
    content        TEXT,
    dedupe_key     TEXT,
    state          TEXT    NOT NULL CHECK (state IN ('queued', 'leased', 'sent', 'deferred', 'failed', 'unknown', 'dropped')),
    attempts       INTEGER NOT NULL,
    due_at         INTEGER NOT NULL,
    lease_token    TEXT,
    result         TEXT,
    created_at     INTEGER NOT NULL,
    finished_at    INTEGER,
    CHECK (bulk = 0 OR edition_id IS NOT NULL),
    CHECK (bulk = 1 OR content IS NOT NULL)
) STRICT;

CREATE UNIQUE INDEX outbox_once ON outbox (dedupe_key) WHERE dedupe_key IS NOT NULL;
CREATE INDEX outbox_due_alone ON outbox (due_at, id) WHERE NOT bulk AND state IN ('queued', 'deferred');
CREATE INDEX outbox_due_of_edition ON outbox (edition_id, due_at, id) WHERE bulk AND state IN ('queued', 'deferred');
CREATE INDEX outbox_leased ON outbox (lease_token) WHERE state = 'leased';
CREATE INDEX outbox_of_subscriber ON outbox (subscriber_id);
-- The states that people look for; what is sent is found by its id alone.
CREATE INDEX outbox_unsettled ON outbox (state, id) WHERE state IN ('deferred', 'failed', 'unknown', 'dropped');
CREATE INDEX outbox_unsettled_of_edition ON outbox (edition_id, state, id) WHERE bulk AND state IN ('failed', 'unknown');
-- Mail of one's own is found by its recipient, to be dropped or erased.
CREATE INDEX outbox_own_by_recipient ON outbox (lower(recipient)) WHERE NOT bulk;

-- A process that sends holds one lease and keeps it alive; when it ends, its mails go back to the queue.
CREATE TABLE sending_leases (
    token      TEXT    PRIMARY KEY NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

-- How many mails of an edition (0: mails for one person) are in each state; what a sender holds counts as queued. The
-- triggers below keep it. Nodes write to different shards, so that they do not wait for each other.
CREATE TABLE outbox_counts (
    edition_id INTEGER NOT NULL,
    state      TEXT    NOT NULL,
    shard      INTEGER NOT NULL,
    mails      INTEGER NOT NULL,
    PRIMARY KEY (edition_id, state, shard)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER outbox_count_added AFTER INSERT ON outbox BEGIN
    INSERT INTO outbox_counts (edition_id, state, shard, mails)
    VALUES (COALESCE(NEW.edition_id, 0), CASE NEW.state WHEN 'leased' THEN 'queued' ELSE NEW.state END, 0, 1)
    ON CONFLICT (edition_id, state, shard) DO UPDATE SET mails = mails + 1;
END;

CREATE TRIGGER outbox_count_moved AFTER UPDATE OF state ON outbox
WHEN CASE OLD.state WHEN 'leased' THEN 'queued' ELSE OLD.state END
  <> CASE NEW.state WHEN 'leased' THEN 'queued' ELSE NEW.state END
BEGIN
    INSERT INTO outbox_counts (edition_id, state, shard, mails)
    VALUES (COALESCE(NEW.edition_id, 0), CASE NEW.state WHEN 'leased' THEN 'queued' ELSE NEW.state END, 0, 1)
    ON CONFLICT (edition_id, state, shard) DO UPDATE SET mails = mails + 1;
    INSERT INTO outbox_counts (edition_id, state, shard, mails)
    VALUES (COALESCE(OLD.edition_id, 0), CASE OLD.state WHEN 'leased' THEN 'queued' ELSE OLD.state END, 0, -1)
    ON CONFLICT (edition_id, state, shard) DO UPDATE SET mails = mails - 1;
END;

CREATE TRIGGER outbox_count_removed AFTER DELETE ON outbox BEGIN
    INSERT INTO outbox_counts (edition_id, state, shard, mails)
    VALUES (COALESCE(OLD.edition_id, 0), CASE OLD.state WHEN 'leased' THEN 'queued' ELSE OLD.state END, 0, -1)
    ON CONFLICT (edition_id, state, shard) DO UPDATE SET mails = mails - 1;
END;

-- Mails of an edition that were handed over in each of the last slots of ten seconds, for its rate limit.
CREATE TABLE edition_send_rates (
    edition_id INTEGER NOT NULL,
    slot       INTEGER NOT NULL,
    shard      INTEGER NOT NULL,
    mails      INTEGER NOT NULL,
    PRIMARY KEY (edition_id, slot, shard)
) STRICT, WITHOUT ROWID;

-- What became of an edition's mails whose rows are forgotten.
CREATE TABLE outbox_pruned (
    edition_id INTEGER NOT NULL,
    state      TEXT    NOT NULL,
    mails      INTEGER NOT NULL,
    PRIMARY KEY (edition_id, state)
) STRICT, WITHOUT ROWID;

-- Addresses that no mail may reach. An erased address stays as a keyed hash, from which nobody can read it.
CREATE TABLE suppressions (
    address_hash TEXT   PRIMARY KEY NOT NULL,
    reason       TEXT   NOT NULL CHECK (reason IN ('bounced', 'complained', 'owner')),
    created_at   INTEGER NOT NULL
) STRICT;
