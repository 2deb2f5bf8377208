-- What is old is forgotten (retention.* of the configuration).

-- What became of an edition's mails whose rows are forgotten.
CREATE TABLE outbox_pruned (
    edition_id BIGINT NOT NULL,
    state      TEXT   NOT NULL,
    mails      BIGINT NOT NULL,
    PRIMARY KEY (edition_id, state)
);

CREATE INDEX consents_with_ip ON consents (at) WHERE ip IS NOT NULL;
