-- Backups that were made by themselves or at the button, and what a restore on trial found.

CREATE TABLE backup_runs (
    id            INTEGER PRIMARY KEY,
    -- The name of the file.
    name          TEXT    NOT NULL,
    began_at      INTEGER NOT NULL,
    ended_at      INTEGER NOT NULL,
    -- The rows that the restore loaded; NULL where it failed.
    restored_rows INTEGER,
    -- Why it failed.
    problem       TEXT,
    CHECK ((restored_rows IS NULL) = (problem IS NOT NULL))
) STRICT;
