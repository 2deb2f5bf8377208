-- Files that owners import in the panel.
CREATE TABLE imports (
    id          INTEGER PRIMARY KEY,
    kind        TEXT    NOT NULL CHECK (kind IN ('subscribers', 'comments')),
    state       TEXT    NOT NULL CHECK (state IN ('uploading', 'ready', 'checking', 'running', 'stopped', 'done')),
    file_name   TEXT    NOT NULL,
    size        INTEGER NOT NULL DEFAULT 0,
    -- The SHA-256 of the whole file.
    digest      TEXT    NOT NULL DEFAULT '',
    choices     TEXT    NOT NULL,
    -- Runs that began, so that a job of an earlier one stops.
    run         INTEGER NOT NULL DEFAULT 0,
    -- Rows of the file that are imported or checked, stored with them.
    reached     INTEGER NOT NULL DEFAULT 0,
    -- Rows of the file, known once a run came to its end.
    total       INTEGER,
    report      TEXT    NOT NULL,
    -- True when the report is of a dry run.
    is_dry      INTEGER NOT NULL DEFAULT 0 CHECK (is_dry IN (0, 1)),
    -- Why the last run stopped.
    problem     TEXT,
    created_at  INTEGER NOT NULL,
    changed_at  INTEGER NOT NULL
) STRICT;

-- The file, in parts, until its import is done.
CREATE TABLE import_parts (
    import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    number    INTEGER NOT NULL,
    content   BLOB    NOT NULL,
    PRIMARY KEY (import_id, number)
) STRICT;

-- Rows that could not be read, with the reason.
CREATE TABLE import_faults (
    import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    number    INTEGER NOT NULL,
    place     TEXT    NOT NULL,
    why       TEXT    NOT NULL,
    PRIMARY KEY (import_id, number)
) STRICT, WITHOUT ROWID;
