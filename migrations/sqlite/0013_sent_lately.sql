-- Mails that were sent in the last moments, many a row. Writing one short row is cheaper than changing a mail's own, its
-- indexes and the counters; the outbox hears of them many at a time, and at the latest from whoever ends the lease.

CREATE TABLE sent_lately (
    -- The lease under which they were sent.
    token TEXT    NOT NULL,
    place INTEGER NOT NULL,
    mails TEXT    NOT NULL,
    PRIMARY KEY (token, place)
) STRICT, WITHOUT ROWID;
