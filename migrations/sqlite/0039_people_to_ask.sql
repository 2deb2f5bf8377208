-- People of a list who are still to be asked by mail: the file is read once, and then a few are asked each minute.

-- True once every row of the file is read, and whoever is to be asked waits below.
ALTER TABLE imports ADD COLUMN is_read INTEGER NOT NULL DEFAULT 0 CHECK (is_read IN (0, 1));

CREATE TABLE import_people (
    import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    -- The order of the file.
    number    INTEGER NOT NULL,
    email_key TEXT    NOT NULL,
    -- As JSON.
    person    TEXT    NOT NULL,
    PRIMARY KEY (import_id, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX import_people_by_address ON import_people (email_key);
