-- Answers by mail that were taken, by a hash of their Message-ID: each counts once.
CREATE TABLE mailed_answers (
    hash     TEXT    NOT NULL PRIMARY KEY,
    taken_at BIGINT  NOT NULL
);
