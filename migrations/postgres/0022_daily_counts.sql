-- What happened each day, kept by the triggers below, since rows that are erased or pruned cannot be counted later.

-- When the state of a subscriber changed last; NULL where it has not changed since this column came.
ALTER TABLE subscribers ADD COLUMN state_at BIGINT;
-- When the result of the last attempt was written.
ALTER TABLE outbox ADD COLUMN tried_at BIGINT;

-- One row: by how many seconds the site's days begin before those of UTC. The program keeps it, also over changes of summer time.
CREATE TABLE day_offset (
    id      BIGINT PRIMARY KEY CHECK (id = 1),
    seconds BIGINT NOT NULL
);

INSERT INTO day_offset (id, seconds) VALUES (1, 0);

-- Each server process writes a shard of its own, so that none waits for another; a schedule folds the shards into shard 0.
CREATE TABLE daily_counts (
    -- Days since 1 January 1970.
    day    BIGINT NOT NULL,
    -- joined, left, bounced, delivered, failed, deferred, written, approved
    kind   TEXT   NOT NULL,
    shard  BIGINT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (day, kind, shard)
);

CREATE FUNCTION count_on_day(moment BIGINT, what TEXT, change BIGINT) RETURNS void LANGUAGE sql AS $$
    INSERT INTO daily_counts (day, kind, shard, number)
    SELECT (moment + seconds) / 86400, what, pg_backend_pid(), change FROM day_offset
    ON CONFLICT (day, kind, shard) DO UPDATE SET number = daily_counts.number + EXCLUDED.number;
$$;

CREATE FUNCTION count_subscriber_on_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO daily_counts (day, kind, shard, number)
        SELECT (confirmed_at + seconds) / 86400, 'joined', pg_backend_pid(), count(*)
        FROM rows_now, day_offset WHERE state = 'confirmed' GROUP BY 1
        ON CONFLICT (day, kind, shard) DO UPDATE SET number = daily_counts.number + EXCLUDED.number;
    ELSE
        PERFORM count_on_day(
            COALESCE(NEW.state_at, CASE NEW.state WHEN 'confirmed' THEN NEW.confirmed_at ELSE NEW.left_at END, NEW.created_at),
            CASE NEW.state WHEN 'confirmed' THEN 'joined' WHEN 'bounced' THEN 'bounced' ELSE 'left' END, 1);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER daily_count_subscriber_added AFTER INSERT ON subscribers
    REFERENCING NEW TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION count_subscriber_on_day();
CREATE TRIGGER daily_count_subscriber_moved AFTER UPDATE OF state ON subscribers
    FOR EACH ROW WHEN (OLD.state <> NEW.state AND 'confirmed' IN (OLD.state, NEW.state)) EXECUTE FUNCTION count_subscriber_on_day();

-- A mail counts as deferred once, however often it is put off. Results come hundreds at a time, and the kept plan of the
-- function would compare each row with each.
CREATE FUNCTION count_mails_on_day() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop = off AS $$
BEGIN
    INSERT INTO daily_counts (day, kind, shard, number)
    SELECT (COALESCE(mail.finished_at, mail.tried_at, mail.created_at) + (SELECT seconds FROM day_offset)) / 86400,
           CASE mail.state WHEN 'sent' THEN 'delivered' ELSE mail.state END, pg_backend_pid(), count(*)
    FROM rows_now AS mail JOIN rows_before AS earlier ON earlier.id = mail.id
    WHERE earlier.state <> mail.state
      AND (mail.state IN ('sent', 'failed') OR mail.state = 'deferred' AND earlier.result IS NULL)
    GROUP BY 1, 2
    ON CONFLICT (day, kind, shard) DO UPDATE SET number = daily_counts.number + EXCLUDED.number;
    RETURN NULL;
END $$;

CREATE TRIGGER daily_count_mail AFTER UPDATE ON outbox
    REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION count_mails_on_day();

-- A comment is counted as approved on the day of the decision, for as long as the decision stands.
CREATE FUNCTION count_comment_on_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO daily_counts (day, kind, shard, number)
        SELECT (created_at + seconds) / 86400, kind, pg_backend_pid(), count(*)
        FROM rows_now, day_offset, (VALUES ('written'), ('approved')) AS kinds (kind)
        WHERE kind = 'written' OR status = 'approved' GROUP BY 1, 2
        ON CONFLICT (day, kind, shard) DO UPDATE SET number = daily_counts.number + EXCLUDED.number;
    ELSIF NEW.status = 'approved' THEN
        PERFORM count_on_day(COALESCE(NEW.decided_at, NEW.created_at), 'approved', 1);
    ELSE
        PERFORM count_on_day(COALESCE(OLD.decided_at, OLD.created_at), 'approved', -1);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER daily_count_comment_added AFTER INSERT ON comments
    REFERENCING NEW TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION count_comment_on_day();
CREATE TRIGGER daily_count_comment_moved AFTER UPDATE OF status ON comments
    FOR EACH ROW WHEN (OLD.status <> NEW.status AND 'approved' IN (OLD.status, NEW.status)) EXECUTE FUNCTION count_comment_on_day();
