-- Saved segments of readers: typed conditions, which the program turns into SQL each time they are asked.

CREATE TABLE segments (
    -- AUTOINCREMENT: an open page names the id, so that of a deleted segment is never given to another.
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT    NOT NULL UNIQUE,
    -- The conditions as JSON.
    filter     TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
