-- What happened each day, kept by the triggers below, since rows that are erased or pruned cannot be counted later.

-- When the state of a subscriber changed last; NULL where it has not changed since this column came.
ALTER TABLE subscribers ADD COLUMN state_at INTEGER;
-- When the result of the last attempt was written.
ALTER TABLE outbox ADD COLUMN tried_at INTEGER;

-- One row: by how many seconds the site's days begin before those of UTC. The program keeps it, also over changes of summer time.
CREATE TABLE day_offset (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    seconds INTEGER NOT NULL
) STRICT;

INSERT INTO day_offset (id, seconds) VALUES (1, 0);

-- A backup of PostgreSQL brings rows of other shards, so only the sum over the shards counts.
CREATE TABLE daily_counts (
    -- Days since 1 January 1970.
    day    INTEGER NOT NULL,
    -- joined, left, bounced, delivered, failed, deferred, written, approved
    kind   TEXT    NOT NULL,
    shard  INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (day, kind, shard)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER daily_count_subscriber_added AFTER INSERT ON subscribers WHEN NEW.state = 'confirmed' BEGIN
    INSERT INTO daily_counts (day, kind, shard, number)
    SELECT (NEW.confirmed_at + seconds) / 86400, 'joined', 0, 1 FROM day_offset WHERE TRUE
    ON CONFLICT (day, kind, shard) DO UPDATE SET number = number + 1;
END;

CREATE TRIGGER daily_count_subscriber_moved AFTER UPDATE OF state ON subscribers
WHEN OLD.state <> NEW.state AND 'confirmed' IN (OLD.state, NEW.state)
BEGIN
    INSERT INTO daily_counts (day, kind, shard, number)
    SELECT (COALESCE(NEW.state_at, CASE NEW.state WHEN 'confirmed' THEN NEW.confirmed_at ELSE NEW.left_at END, NEW.created_at)
            + seconds) / 86400,
           CASE NEW.state WHEN 'confirmed' THEN 'joined' WHEN 'bounced' THEN 'bounced' ELSE 'left' END, 0, 1
    FROM day_offset WHERE TRUE
    ON CONFLICT (day, kind, shard) DO UPDATE SET number = number + 1;
END;

-- A mail counts as deferred once, however often it is put off.
CREATE TRIGGER daily_count_mail AFTER UPDATE OF state ON outbox
WHEN OLD.state <> NEW.state AND (NEW.state IN ('sent', 'failed') OR NEW.state = 'deferred' AND OLD.result IS NULL)
BEGIN
    INSERT INTO daily_counts (day, kind, shard, number)
    SELECT (COALESCE(NEW.finished_at, NEW.tried_at, NEW.created_at) + seconds) / 86400,
           CASE NEW.state WHEN 'sent' THEN 'delivered' ELSE NEW.state END, 0, 1
    FROM day_offset WHERE TRUE
    ON CONFLICT (day, kind, shard) DO UPDATE SET number = number + 1;
END;

-- A comment is counted as approved on the day of the decision, for as long as the decision stands.
CREATE TRIGGER daily_count_comment_added AFTER INSERT ON comments BEGIN
    INSERT INTO daily_counts (day, kind, shard, number)
    SELECT (NEW.created_at + seconds) / 86400, kind, 0, 1
    FROM day_offset, (SELECT 'written' AS kind UNION ALL SELECT 'approved' WHERE NEW.status = 'approved') WHERE TRUE
    ON CONFLICT (day, kind, shard) DO UPDATE SET number = number + 1;
END;

CREATE TRIGGER daily_count_comment_approved AFTER UPDATE OF status ON comments
WHEN OLD.status <> 'approved' AND NEW.status = 'approved' BEGIN
    INSERT INTO daily_counts (day, kind, shard, number)
    SELECT (COALESCE(NEW.decided_at, NEW.created_at) + seconds) / 86400, 'approved', 0, 1 FROM day_offset WHERE TRUE
    ON CONFLICT (day, kind, shard) DO UPDATE SET number = number + 1;
END;

CREATE TRIGGER daily_count_comment_withdrawn AFTER UPDATE OF status ON comments
WHEN OLD.status = 'approved' AND NEW.status <> 'approved' BEGIN
    INSERT INTO daily_counts (day, kind, shard, number)
    SELECT (COALESCE(OLD.decided_at, OLD.created_at) + seconds) / 86400, 'approved', 0, -1 FROM day_offset WHERE TRUE
    ON CONFLICT (day, kind, shard) DO UPDATE SET number = number - 1;
END;
