-- Subscribers, their choices, and the record of their consent.

-- AUTOINCREMENT: links carry the id for years, so that of an erased subscriber is never given to another.
CREATE TABLE subscribers (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    email          TEXT    NOT NULL,
    -- What tells two addresses apart.
    email_key      TEXT    NOT NULL UNIQUE,
    name           TEXT,
    -- Address and name in lower case: the engines fold case differently, so the program does it.
    search_text    TEXT    NOT NULL,
    state          TEXT    NOT NULL CHECK (state IN ('pending', 'confirmed', 'unsubscribed', 'bounced', 'complained', 'suppressed')),
    locale         TEXT    NOT NULL CHECK (locale IN ('ko', 'en')),
    cadence        TEXT    NOT NULL CHECK (cadence IN ('each_post', 'daily', 'weekly', 'monthly')),
    delivery_hour  INTEGER NOT NULL DEFAULT 7 CHECK (delivery_hour BETWEEN 0 AND 23),
    time_zone      TEXT    NOT NULL,
    -- The number of the last post that was considered for this subscriber.
    digest_window  INTEGER NOT NULL DEFAULT 0,
    -- NULL: to be computed.
    next_digest_at INTEGER,
    created_at     INTEGER NOT NULL,
    confirmed_at   INTEGER,
    left_at        INTEGER,
    CHECK (state <> 'confirmed' OR confirmed_at IS NOT NULL)
) STRICT;

CREATE INDEX subscribers_by_state ON subscribers (state, id);
CREATE INDEX subscribers_due_each_post ON subscribers (digest_window) WHERE state = 'confirmed' AND cadence = 'each_post';
-- The cadence comes first: of one cadence, the latest time stands at the end of its own entries.
CREATE INDEX subscribers_due_at ON subscribers (cadence, next_digest_at) WHERE state = 'confirmed' AND cadence <> 'each_post';
-- What a search of the panel reads of each subscriber, without the rest of the row.
CREATE INDEX subscribers_searched ON subscribers (id, search_text);

-- A subscriber without a row here gets every topic.
CREATE TABLE subscriber_topics (
    subscriber_id INTEGER NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
    topic_id      INTEGER NOT NULL REFERENCES topics (id),
    PRIMARY KEY (subscriber_id, topic_id)
) STRICT;

CREATE INDEX subscriber_topics_by_topic ON subscriber_topics (topic_id);

-- What was shown and agreed to, and every change since.
CREATE TABLE consents (
    id              INTEGER PRIMARY KEY,
    subscriber_id   INTEGER NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
    action          TEXT    NOT NULL CHECK (action IN ('requested', 'confirmed', 'changed', 'left', 'imported')),
    -- The words beside the button, when there was one.
    wording         TEXT,
    wording_version TEXT,
    wording_locale  TEXT    CHECK (wording_locale IN ('ko', 'en')),
    -- form, api, confirmation, preferences, one-click, import:<where>, …
    source          TEXT    NOT NULL,
    ip              TEXT,
    detail          TEXT    NOT NULL,
    at              INTEGER NOT NULL
) STRICT;

CREATE INDEX consents_of_subscriber ON consents (subscriber_id, id);

-- Links that wait for a click, with the wishes that the click applies: until then a sign-up changes nothing.
CREATE TABLE confirmations (
    token_hash    TEXT    PRIMARY KEY NOT NULL,
    subscriber_id INTEGER NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
    name          TEXT,
    locale        TEXT    NOT NULL CHECK (locale IN ('ko', 'en')),
    cadence       TEXT    NOT NULL CHECK (cadence IN ('each_post', 'daily', 'weekly', 'monthly')),
    topics        TEXT    NOT NULL,
    created_at    INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL,
    used_at       INTEGER
) STRICT;

CREATE INDEX confirmations_of_subscriber ON confirmations (subscriber_id);
CREATE INDEX confirmations_by_expiry ON confirmations (expires_at);
CREATE INDEX consents_with_ip ON consents (at) WHERE ip IS NOT NULL;

-- Addresses that left or bounced elsewhere, or were erased here: no list confirms them again. A sign-up of their own does.
CREATE TABLE departures (
    -- A keyed hash: nobody can be read out of it.
    address_hash TEXT    PRIMARY KEY NOT NULL,
    reason       TEXT    NOT NULL CHECK (reason IN ('left', 'bounced', 'erased')),
    created_at   INTEGER NOT NULL
) STRICT;

-- The number of subscribers in each state, kept by the triggers below.
-- A backup of PostgreSQL brings rows of other shards, so only the sum over the shards counts.
CREATE TABLE subscriber_counts (
    state       TEXT    NOT NULL,
    shard       INTEGER NOT NULL,
    subscribers INTEGER NOT NULL,
    PRIMARY KEY (state, shard)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER subscriber_count_added AFTER INSERT ON subscribers BEGIN
    INSERT INTO subscriber_counts (state, shard, subscribers) VALUES (NEW.state, 0, 1)
    ON CONFLICT (state, shard) DO UPDATE SET subscribers = subscribers + 1;
END;

CREATE TRIGGER subscriber_count_moved AFTER UPDATE OF state ON subscribers WHEN OLD.state <> NEW.state BEGIN
    INSERT INTO subscriber_counts (state, shard, subscribers) VALUES (NEW.state, 0, 1)
    ON CONFLICT (state, shard) DO UPDATE SET subscribers = subscribers + 1;
    INSERT INTO subscriber_counts (state, shard, subscribers) VALUES (OLD.state, 0, -1)
    ON CONFLICT (state, shard) DO UPDATE SET subscribers = subscribers - 1;
END;

CREATE TRIGGER subscriber_count_removed AFTER DELETE ON subscribers BEGIN
    INSERT INTO subscriber_counts (state, shard, subscribers) VALUES (OLD.state, 0, -1)
    ON CONFLICT (state, shard) DO UPDATE SET subscribers = subscribers - 1;
END;
