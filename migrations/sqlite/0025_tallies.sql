-- How many subscribers and comments are in each state, kept by the triggers below: the panel counts nothing. Shards are for
-- PostgreSQL, where writers would wait for each other.

CREATE TABLE subscriber_tallies (
    state       TEXT    NOT NULL,
    shard       INTEGER NOT NULL,
    subscribers INTEGER NOT NULL,
    PRIMARY KEY (state, shard)
) STRICT, WITHOUT ROWID;

INSERT INTO subscriber_tallies (state, shard, subscribers) SELECT state, 0, count(*) FROM subscribers GROUP BY state;

CREATE TRIGGER subscriber_tally_added AFTER INSERT ON subscribers BEGIN
    INSERT INTO subscriber_tallies (state, shard, subscribers) VALUES (NEW.state, 0, 1)
    ON CONFLICT (state, shard) DO UPDATE SET subscribers = subscribers + 1;
END;

CREATE TRIGGER subscriber_tally_moved AFTER UPDATE OF state ON subscribers WHEN OLD.state <> NEW.state BEGIN
    INSERT INTO subscriber_tallies (state, shard, subscribers) VALUES (NEW.state, 0, 1)
    ON CONFLICT (state, shard) DO UPDATE SET subscribers = subscribers + 1;
    UPDATE subscriber_tallies SET subscribers = subscribers - 1 WHERE state = OLD.state AND shard = 0;
END;

CREATE TRIGGER subscriber_tally_removed AFTER DELETE ON subscribers BEGIN
    UPDATE subscriber_tallies SET subscribers = subscribers - 1 WHERE state = OLD.state AND shard = 0;
END;

CREATE TABLE comment_tallies (
    status   TEXT    NOT NULL,
    shard    INTEGER NOT NULL,
    comments INTEGER NOT NULL,
    PRIMARY KEY (status, shard)
) STRICT, WITHOUT ROWID;

INSERT INTO comment_tallies (status, shard, comments) SELECT status, 0, count(*) FROM comments GROUP BY status;

CREATE TRIGGER comment_tally_added AFTER INSERT ON comments BEGIN
    INSERT INTO comment_tallies (status, shard, comments) VALUES (NEW.status, 0, 1)
    ON CONFLICT (status, shard) DO UPDATE SET comments = comments + 1;
END;

CREATE TRIGGER comment_tally_moved AFTER UPDATE OF status ON comments WHEN OLD.status <> NEW.status BEGIN
    INSERT INTO comment_tallies (status, shard, comments) VALUES (NEW.status, 0, 1)
    ON CONFLICT (status, shard) DO UPDATE SET comments = comments + 1;
    UPDATE comment_tallies SET comments = comments - 1 WHERE status = OLD.status AND shard = 0;
END;

CREATE TRIGGER comment_tally_removed AFTER DELETE ON comments BEGIN
    UPDATE comment_tallies SET comments = comments - 1 WHERE status = OLD.status AND shard = 0;
END;
