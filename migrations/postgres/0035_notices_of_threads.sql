-- What readers chose for the notices of a thread; without a row each reply is mailed at once.
CREATE TABLE comment_notice_choices (
    thread_id BIGINT  NOT NULL REFERENCES threads (id),
    email_key TEXT    NOT NULL,
    scope     TEXT    NOT NULL CHECK (scope IN ('replies', 'thread')),
    pace      TEXT    NOT NULL CHECK (pace IN ('at_once', 'daily')),
    PRIMARY KEY (thread_id, email_key)
);

CREATE INDEX comment_notice_choices_of_address ON comment_notice_choices (email_key);

-- Comments of which a reader is to be told, or was: each reader is told of a comment once.
CREATE TABLE comment_notices (
    email_key  TEXT    NOT NULL,
    comment_id BIGINT  NOT NULL REFERENCES comments (id),
    -- The reader's own comment, which the links of the mail name.
    own_id     BIGINT  NOT NULL REFERENCES comments (id),
    noted_at   BIGINT  NOT NULL,
    -- NULL for one that waits for the daily mail.
    told_at    BIGINT,
    -- The daily mail that quotes the comment, as `outbox.about` names it.
    mail       TEXT,
    PRIMARY KEY (email_key, comment_id)
);

CREATE INDEX comment_notices_untold ON comment_notices (email_key, noted_at) WHERE told_at IS NULL;
CREATE INDEX comment_notices_of_comment ON comment_notices (comment_id);
CREATE INDEX comment_notices_by_own ON comment_notices (own_id);
CREATE INDEX comment_notices_by_age ON comment_notices (noted_at);
