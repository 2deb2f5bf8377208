-- Sending: leases of whole processes, counters that nobody has to count, editions that can be paused.
-- A mail's Message-ID is made from its row's id and the secret; an edition's mail carries nothing of its own, its links
-- are made from the subscriber's id.

ALTER TABLE outbox ALTER COLUMN content DROP NOT NULL;
UPDATE outbox SET content = NULL WHERE bulk;
UPDATE outbox SET state = 'queued' WHERE state = 'leased';
ALTER TABLE outbox DROP COLUMN message_id;
ALTER TABLE outbox DROP COLUMN lease_expires_at;
ALTER TABLE outbox DROP CONSTRAINT outbox_dedupe_key_key;
ALTER TABLE outbox ADD CHECK (NOT bulk OR edition_id IS NOT NULL);
ALTER TABLE outbox ADD CHECK (bulk OR content IS NOT NULL);
-- Every mail is updated twice, so what is dead is cleared away early.
ALTER TABLE outbox SET (autovacuum_vacuum_scale_factor = 0.02);

DROP INDEX outbox_due;
DROP INDEX IF EXISTS outbox_leased;
DROP INDEX outbox_waiting_of_subscriber;
DROP INDEX outbox_by_state;
DROP INDEX outbox_of_edition;

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
    token      TEXT   PRIMARY KEY,
    expires_at BIGINT NOT NULL
);

ALTER TABLE editions ADD COLUMN is_paused BOOLEAN NOT NULL DEFAULT FALSE;
-- Mails a minute at most; NULL is no limit.
ALTER TABLE editions ADD COLUMN rate BIGINT CHECK (rate > 0);

-- Who gets an edition that is written by hand: readers of one of these topics; without a row, everybody.
CREATE TABLE edition_topics (
    edition_id BIGINT NOT NULL REFERENCES editions (id),
    topic_id   BIGINT NOT NULL REFERENCES topics (id),
    PRIMARY KEY (edition_id, topic_id)
);

-- How many mails of an edition (0: mails for one person) are in each state; what a sender holds counts as queued. The
-- triggers below keep it. Nodes write to different shards, so that they do not wait for each other.
CREATE TABLE outbox_tallies (
    edition_id BIGINT NOT NULL,
    state      TEXT   NOT NULL,
    shard      BIGINT NOT NULL,
    mails      BIGINT NOT NULL,
    PRIMARY KEY (edition_id, state, shard)
);

INSERT INTO outbox_tallies (edition_id, state, shard, mails)
SELECT COALESCE(edition_id, 0), state, 0, count(*) FROM outbox GROUP BY 1, 2;

-- Adds up what a statement did to the outbox. Rows of the tallies are locked in one order, so that nodes never wait in a circle.
CREATE FUNCTION outbox_tally() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO outbox_tallies (edition_id, state, shard, mails)
        SELECT COALESCE(edition_id, 0), replace(state, 'leased', 'queued'), pg_backend_pid() % 16, count(*)
        FROM rows_now GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (edition_id, state, shard) DO UPDATE SET mails = outbox_tallies.mails + EXCLUDED.mails;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO outbox_tallies (edition_id, state, shard, mails)
        SELECT COALESCE(edition_id, 0), replace(state, 'leased', 'queued'), pg_backend_pid() % 16, -count(*)
        FROM rows_before GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (edition_id, state, shard) DO UPDATE SET mails = outbox_tallies.mails + EXCLUDED.mails;
    ELSE
        INSERT INTO outbox_tallies (edition_id, state, shard, mails)
        SELECT edition_id, state, pg_backend_pid() % 16, sum(mails) FROM (
            SELECT COALESCE(edition_id, 0) AS edition_id, replace(state, 'leased', 'queued') AS state, 1 AS mails FROM rows_now
            UNION ALL
            SELECT COALESCE(edition_id, 0), replace(state, 'leased', 'queued'), -1 FROM rows_before
        ) AS moves GROUP BY 1, 2 HAVING sum(mails) <> 0 ORDER BY 1, 2
        ON CONFLICT (edition_id, state, shard) DO UPDATE SET mails = outbox_tallies.mails + EXCLUDED.mails;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER outbox_tally_added AFTER INSERT ON outbox
    REFERENCING NEW TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION outbox_tally();
CREATE TRIGGER outbox_tally_moved AFTER UPDATE ON outbox
    REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION outbox_tally();
CREATE TRIGGER outbox_tally_removed AFTER DELETE ON outbox
    REFERENCING OLD TABLE AS rows_before FOR EACH STATEMENT EXECUTE FUNCTION outbox_tally();

-- Mails of an edition that were handed over in each ten seconds of late, for its rate.
CREATE TABLE edition_pace (
    edition_id BIGINT NOT NULL,
    slot       BIGINT NOT NULL,
    shard      BIGINT NOT NULL,
    mails      BIGINT NOT NULL,
    PRIMARY KEY (edition_id, slot, shard)
);
