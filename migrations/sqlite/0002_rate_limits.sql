-- Counters of rate limits. Nodes share them.

-- Hits of a key (a client's address, a recipient) in a window of time.
CREATE TABLE rate_limits (
    bucket     TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    window_end INTEGER NOT NULL,
    hits       INTEGER NOT NULL,
    PRIMARY KEY (bucket, key)
) STRICT;

CREATE INDEX rate_limits_by_end ON rate_limits (window_end);
