-- What a site asks its readers beyond address and name, and the tags that the owner gives them.

-- AUTOINCREMENT: an open confirmation link names the id, so that of a removed field is never given to another.
CREATE TABLE reader_fields (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Its name in forms and JSON, which a new name leaves alone.
    slug       TEXT    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    kind       TEXT    NOT NULL CHECK (kind IN ('text', 'number', 'date', 'choice', 'yes_no')),
    -- The choices as a JSON array; empty for other kinds.
    choices    TEXT    NOT NULL,
    -- Shown on the sign-up form.
    on_form    INTEGER NOT NULL CHECK (on_form IN (0, 1)),
    created_at INTEGER NOT NULL
) STRICT;

-- A reader without a row here has no value.
CREATE TABLE subscriber_fields (
    subscriber_id INTEGER NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
    field_id      INTEGER NOT NULL REFERENCES reader_fields (id) ON DELETE CASCADE,
    value         TEXT    NOT NULL,
    PRIMARY KEY (subscriber_id, field_id)
) STRICT;

CREATE INDEX subscriber_fields_by_value ON subscriber_fields (field_id, value);

CREATE TABLE reader_tags (
    id         INTEGER PRIMARY KEY,
    slug       TEXT    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE subscriber_tags (
    subscriber_id INTEGER NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
    tag_id        INTEGER NOT NULL REFERENCES reader_tags (id) ON DELETE CASCADE,
    PRIMARY KEY (subscriber_id, tag_id)
) STRICT;

CREATE INDEX subscriber_tags_by_tag ON subscriber_tags (tag_id);

-- The answers that the click stores, as pairs of field and value.
ALTER TABLE confirmations ADD COLUMN fields TEXT NOT NULL DEFAULT '[]';
