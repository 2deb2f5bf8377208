-- Mail: editions (one body that several recipients share) and the outbox (a row a recipient).

CREATE TABLE editions (
    id         INTEGER PRIMARY KEY,
    slug       TEXT    NOT NULL UNIQUE,
    locale     TEXT    NOT NULL CHECK (locale IN ('ko', 'en')),
    subject    TEXT    NOT NULL,
    html       TEXT    NOT NULL,
    text       TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE outbox (
    id               INTEGER PRIMARY KEY,
    kind             TEXT    NOT NULL,
    bulk             INTEGER NOT NULL CHECK (bulk IN (0, 1)),
    recipient        TEXT    NOT NULL,
    recipient_name   TEXT,
    -- The subscriber it is for, so that leaving drops what is queued.
    subscriber_id    INTEGER,
    -- A bulk mail's body is its edition's, with the personal parts spliced in; any other mail carries its own.
    edition_id       INTEGER REFERENCES editions (id),
    content          TEXT    NOT NULL,
    message_id       TEXT    NOT NULL UNIQUE,
    dedupe_key       TEXT    UNIQUE,
    state            TEXT    NOT NULL CHECK (state IN ('queued', 'leased', 'sent', 'deferred', 'failed', 'unknown', 'dropped')),
    attempts         INTEGER NOT NULL,
    due_at           INTEGER NOT NULL,
    lease_token      TEXT,
    lease_expires_at INTEGER,
    result           TEXT,
    created_at       INTEGER NOT NULL,
    finished_at      INTEGER
) STRICT;

CREATE INDEX outbox_due ON outbox (bulk, due_at, id) WHERE state IN ('queued', 'deferred');
CREATE INDEX outbox_leased ON outbox (lease_expires_at) WHERE state = 'leased';
CREATE INDEX outbox_waiting_of_subscriber ON outbox (subscriber_id) WHERE state IN ('queued', 'deferred', 'unknown');
CREATE INDEX outbox_by_state ON outbox (state, id);
