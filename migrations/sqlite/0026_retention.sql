-- What is old is forgotten (retention.* of the configuration).

-- What became of an edition's mails whose rows are forgotten.
CREATE TABLE outbox_pruned (
    edition_id INTEGER NOT NULL,
    state      TEXT    NOT NULL,
    mails      INTEGER NOT NULL,
    PRIMARY KEY (edition_id, state)
) STRICT, WITHOUT ROWID;

CREATE INDEX consents_with_ip ON consents (at) WHERE ip IS NOT NULL;
