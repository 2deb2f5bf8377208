-- Jobs and schedules. A job carries ids, not data, and may run twice.

CREATE TABLE jobs (
    id               INTEGER PRIMARY KEY,
    kind             TEXT    NOT NULL,
    -- What the job is about: with its kind it is unique among the jobs that are not done.
    subject          TEXT    NOT NULL,
    state            TEXT    NOT NULL CHECK (state IN ('waiting', 'leased', 'failed')),
    attempts         INTEGER NOT NULL,
    due_at           INTEGER NOT NULL,
    lease_token      TEXT,
    lease_expires_at INTEGER,
    last_error       TEXT,
    created_at       INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX jobs_open ON jobs (kind, subject) WHERE state = 'waiting';
CREATE INDEX jobs_due ON jobs (due_at, id) WHERE state = 'waiting';
CREATE INDEX jobs_leased ON jobs (lease_expires_at) WHERE state = 'leased';

-- Repeated work. The node that moves next_run_at forward runs it.
CREATE TABLE schedules (
    name        TEXT    PRIMARY KEY NOT NULL,
    next_run_at INTEGER NOT NULL
) STRICT;
