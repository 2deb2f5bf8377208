-- Topics that posts carry and subscribers choose.

CREATE TABLE topics (
    id         INTEGER PRIMARY KEY,
    slug       TEXT    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    -- Shown on the sign-up page.
    offered    INTEGER NOT NULL CHECK (offered IN (0, 1)),
    created_at INTEGER NOT NULL
) STRICT;
