-- Whoever left or bounced elsewhere, or was erased here: no list brings them back. They may come back themselves.

CREATE TABLE departures (
    -- A keyed hash: nobody can be read out of it.
    address_hash TEXT    PRIMARY KEY NOT NULL,
    reason       TEXT    NOT NULL CHECK (reason IN ('left', 'bounced', 'erased')),
    created_at   INTEGER NOT NULL
) STRICT;

-- Mail of one's own is found by its recipient, to be dropped or erased.
CREATE INDEX outbox_own_by_recipient ON outbox (lower(recipient)) WHERE NOT bulk;
