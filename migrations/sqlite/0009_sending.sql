-- Sending: leases of whole processes, counters that nobody has to count, editions that can be paused.
-- The outbox is built anew, since SQLite cannot relax a column. A mail's Message-ID is made from its row's id and the
-- secret; an edition's mail carries nothing of its own, its links are made from the subscriber's id.

CREATE TABLE outbox_anew (
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

INSERT INTO outbox_anew (id, kind, bulk, recipient, recipient_name, subscriber_id, edition_id, content, dedupe_key, state,
                         attempts, due_at, result, created_at, finished_at)
SELECT id, kind, bulk, recipient, recipient_name, subscriber_id, edition_id, CASE WHEN bulk = 1 THEN NULL ELSE content END,
       dedupe_key, CASE state WHEN 'leased' THEN 'queued' ELSE state END, attempts, due_at, result, created_at, finished_at
FROM outbox;

DROP TABLE outbox;
ALTER TABLE outbox_anew RENAME TO outbox;

CREATE UNIQUE INDEX outbox_once ON outbox (dedupe_key) WHERE dedupe_key IS NOT NULL;
CREATE INDEX outbox_due_alone ON outbox (due_at, id) WHERE NOT bulk AND state IN ('queued', 'deferred');
CREATE INDEX outbox_due_of_edition ON outbox (edition_id, due_at, id) WHERE bulk AND state IN ('queued', 'deferred');
CREATE INDEX outbox_leased ON outbox (lease_token) WHERE state = 'leased';
CREATE INDEX outbox_of_subscriber ON outbox (subscriber_id);
-- The states that people look for; what is sent is found by its id alone.
CREATE INDEX outbox_unsettled ON outbox (state, id) WHERE state IN ('deferred', 'failed', 'unknown', 'dropped');
CREATE INDEX outbox_unsettled_of_edition ON outbox (edition_id, state, id) WHERE bulk AND state IN ('failed', 'unknown');

-- A process that sends holds one lease and keeps it alive; when it ends, its mails go back to the queue.
CREATE TABLE sending_leases (
    token      TEXT    PRIMARY KEY NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

ALTER TABLE editions ADD COLUMN is_paused INTEGER NOT NULL DEFAULT 0 CHECK (is_paused IN (0, 1));
-- Mails a minute at most; NULL is no limit.
ALTER TABLE editions ADD COLUMN rate INTEGER CHECK (rate > 0);

-- Who gets an edition that is written by hand: readers of one of these topics; without a row, everybody.
CREATE TABLE edition_topics (
    edition_id INTEGER NOT NULL REFERENCES editions (id),
    topic_id   INTEGER NOT NULL REFERENCES topics (id),
    PRIMARY KEY (edition_id, topic_id)
) STRICT;

-- How many mails of an edition (0: mails for one person) are in each state; what a sender holds counts as queued. The
-- triggers below keep it. Nodes write to different shards, so that they do not wait for each other.
CREATE TABLE outbox_tallies (
    edition_id INTEGER NOT NULL,
    state      TEXT    NOT NULL,
    shard      INTEGER NOT NULL,
    mails      INTEGER NOT NULL,
    PRIMARY KEY (edition_id, state, shard)
) STRICT, WITHOUT ROWID;

INSERT INTO outbox_tallies (edition_id, state, shard, mails)
SELECT COALESCE(edition_id, 0), state, 0, count(*) FROM outbox GROUP BY 1, 2;

CREATE TRIGGER outbox_tally_added AFTER INSERT ON outbox BEGIN
    INSERT INTO outbox_tallies (edition_id, state, shard, mails)
    VALUES (COALESCE(NEW.edition_id, 0), CASE NEW.state WHEN 'leased' THEN 'queued' ELSE NEW.state END, 0, 1)
    ON CONFLICT (edition_id, state, shard) DO UPDATE SET mails = mails + 1;
END;

CREATE TRIGGER outbox_tally_moved AFTER UPDATE OF state ON outbox
WHEN CASE OLD.state WHEN 'leased' THEN 'queued' ELSE OLD.state END
  <> CASE NEW.state WHEN 'leased' THEN 'queued' ELSE NEW.state END
BEGIN
    INSERT INTO outbox_tallies (edition_id, state, shard, mails)
    VALUES (COALESCE(NEW.edition_id, 0), CASE NEW.state WHEN 'leased' THEN 'queued' ELSE NEW.state END, 0, 1)
    ON CONFLICT (edition_id, state, shard) DO UPDATE SET mails = mails + 1;
    UPDATE outbox_tallies SET mails = mails - 1
    WHERE edition_id = COALESCE(OLD.edition_id, 0) AND shard = 0
      AND state = CASE OLD.state WHEN 'leased' THEN 'queued' ELSE OLD.state END;
END;

CREATE TRIGGER outbox_tally_removed AFTER DELETE ON outbox BEGIN
    UPDATE outbox_tallies SET mails = mails - 1
    WHERE edition_id = COALESCE(OLD.edition_id, 0) AND shard = 0
      AND state = CASE OLD.state WHEN 'leased' THEN 'queued' ELSE OLD.state END;
END;

-- Mails of an edition that were handed over in each ten seconds of late, for its rate.
CREATE TABLE edition_pace (
    edition_id INTEGER NOT NULL,
    slot       INTEGER NOT NULL,
    shard      INTEGER NOT NULL,
    mails      INTEGER NOT NULL,
    PRIMARY KEY (edition_id, slot, shard)
) STRICT, WITHOUT ROWID;
