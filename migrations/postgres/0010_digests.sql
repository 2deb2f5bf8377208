-- The posts of each digest. Subscribers with the same posts share one edition; the archive shows it from its posts.

CREATE TABLE digest_editions (
    edition_id    BIGINT PRIMARY KEY NOT NULL REFERENCES editions (id),
    -- A hash of everything that its readers see.
    content_key   TEXT   NOT NULL UNIQUE,
    cadence       TEXT   NOT NULL CHECK (cadence IN ('each_post', 'daily', 'weekly', 'monthly')),
    -- The newest post that was considered for it, whether or not it is among its posts.
    newest_number BIGINT NOT NULL,
    -- Posts that were new to its readers: those it shows and those it only counts.
    post_count    BIGINT NOT NULL
);

CREATE INDEX digest_editions_by_end ON digest_editions (newest_number);

CREATE TABLE edition_posts (
    edition_id BIGINT NOT NULL REFERENCES digest_editions (edition_id),
    position   BIGINT NOT NULL,
    post_id    BIGINT NOT NULL REFERENCES posts (id),
    PRIMARY KEY (edition_id, position)
);

-- One row. A planning node locks it until its commit, so that no two nodes plan at once.
CREATE TABLE digest_planning (
    id         BIGINT PRIMARY KEY NOT NULL CHECK (id = 1),
    planned_at BIGINT NOT NULL
);

INSERT INTO digest_planning (id, planned_at) VALUES (1, 0);
