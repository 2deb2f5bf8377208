-- What the program itself remembers, and the counters of its limits.

CREATE TABLE settings (
    name  TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT;

-- Hits of a key (a client's address, a recipient) in a window of time; nodes share them.
CREATE TABLE limits (
    bucket     TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    window_end INTEGER NOT NULL,
    hits       INTEGER NOT NULL,
    PRIMARY KEY (bucket, key)
) STRICT;

CREATE INDEX limits_by_end ON limits (window_end);
