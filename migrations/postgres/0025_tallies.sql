-- How many subscribers and comments are in each state, kept by the triggers below: the panel counts nothing. Each server process
-- writes to a shard of its own, so that nobody waits for another; a schedule folds the shards into shard 0.

CREATE TABLE subscriber_tallies (
    state TEXT NOT NULL,
    shard BIGINT NOT NULL,
    subscribers BIGINT NOT NULL,
    PRIMARY KEY (state, shard)
);

INSERT INTO subscriber_tallies (state, shard, subscribers) SELECT state, 0, count(*) FROM subscribers GROUP BY state;

CREATE FUNCTION subscriber_tally() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO subscriber_tallies (state, shard, subscribers)
        SELECT state, pg_backend_pid(), count(*) FROM rows_now GROUP BY state
        ON CONFLICT (state, shard) DO UPDATE SET subscribers = subscriber_tallies.subscribers + EXCLUDED.subscribers;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO subscriber_tallies (state, shard, subscribers)
        SELECT state, pg_backend_pid(), -count(*) FROM rows_before GROUP BY state
        ON CONFLICT (state, shard) DO UPDATE SET subscribers = subscriber_tallies.subscribers + EXCLUDED.subscribers;
    ELSE
        INSERT INTO subscriber_tallies (state, shard, subscribers)
        VALUES (NEW.state, pg_backend_pid(), 1), (OLD.state, pg_backend_pid(), -1)
        ON CONFLICT (state, shard) DO UPDATE SET subscribers = subscriber_tallies.subscribers + EXCLUDED.subscribers;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER subscriber_tally_added AFTER INSERT ON subscribers
    REFERENCING NEW TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION subscriber_tally();
-- A row at a time: most updates leave the state alone, and then this costs nothing.
CREATE TRIGGER subscriber_tally_moved AFTER UPDATE OF state ON subscribers
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION subscriber_tally();
CREATE TRIGGER subscriber_tally_removed AFTER DELETE ON subscribers
    REFERENCING OLD TABLE AS rows_before FOR EACH STATEMENT EXECUTE FUNCTION subscriber_tally();

CREATE TABLE comment_tallies (
    status TEXT NOT NULL,
    shard BIGINT NOT NULL,
    comments BIGINT NOT NULL,
    PRIMARY KEY (status, shard)
);

INSERT INTO comment_tallies (status, shard, comments) SELECT status, 0, count(*) FROM comments GROUP BY status;

CREATE FUNCTION comment_tally() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO comment_tallies (status, shard, comments)
        SELECT status, pg_backend_pid(), count(*) FROM rows_now GROUP BY status
        ON CONFLICT (status, shard) DO UPDATE SET comments = comment_tallies.comments + EXCLUDED.comments;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO comment_tallies (status, shard, comments)
        SELECT status, pg_backend_pid(), -count(*) FROM rows_before GROUP BY status
        ON CONFLICT (status, shard) DO UPDATE SET comments = comment_tallies.comments + EXCLUDED.comments;
    ELSE
        INSERT INTO comment_tallies (status, shard, comments)
        VALUES (NEW.status, pg_backend_pid(), 1), (OLD.status, pg_backend_pid(), -1)
        ON CONFLICT (status, shard) DO UPDATE SET comments = comment_tallies.comments + EXCLUDED.comments;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER comment_tally_added AFTER INSERT ON comments
    REFERENCING NEW TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION comment_tally();
-- A row at a time: most updates leave the state alone, and then this costs nothing.
CREATE TRIGGER comment_tally_moved AFTER UPDATE OF status ON comments
    FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION comment_tally();
CREATE TRIGGER comment_tally_removed AFTER DELETE ON comments
    REFERENCING OLD TABLE AS rows_before FOR EACH STATEMENT EXECUTE FUNCTION comment_tally();
