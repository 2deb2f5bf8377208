-- Texts of comments before they were edited, whoever edited them.
CREATE TABLE comment_revisions (
    id         INTEGER PRIMARY KEY,
    comment_id INTEGER NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
    -- The Markdown before the edit.
    body       TEXT    NOT NULL,
    edited_by  TEXT    NOT NULL CHECK (edited_by IN ('author', 'moderator')),
    edited_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX comment_revisions_of_comment ON comment_revisions (comment_id, id);

-- Who may not comment: an address or a domain, a network, or a pattern of names.
CREATE TABLE comment_bans (
    id         INTEGER PRIMARY KEY,
    kind       TEXT    NOT NULL CHECK (kind IN ('address', 'network', 'name')),
    pattern    TEXT    NOT NULL,
    -- The author does not learn of the ban.
    is_shadow  INTEGER NOT NULL CHECK (is_shadow IN (0, 1)),
    -- Null for a ban without an end.
    ends_at    INTEGER,
    created_at INTEGER NOT NULL,
    UNIQUE (kind, pattern)
) STRICT;

-- The comment came under a shadow ban: its author sees it as one that waits.
ALTER TABLE comments ADD COLUMN shadow_banned INTEGER NOT NULL DEFAULT 0 CHECK (shadow_banned IN (0, 1));

-- What readers reported. Persons and networks are keyed hashes: they cannot be read here.
CREATE TABLE comment_flags (
    comment_id INTEGER NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
    person     TEXT    NOT NULL,
    network    TEXT    NOT NULL,
    reason     TEXT    NOT NULL CHECK (reason IN ('spam', 'abuse', 'personal', 'other')),
    -- A moderator approved the comment since: the flag counts no more.
    is_settled INTEGER NOT NULL DEFAULT 0 CHECK (is_settled IN (0, 1)),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (comment_id, person)
) STRICT, WITHOUT ROWID;

-- Which comments of a thread wait, or that it takes none; `site` for the site's rule.
ALTER TABLE threads ADD COLUMN policy TEXT NOT NULL DEFAULT 'site'
    CHECK (policy IN ('site', 'all', 'first', 'none', 'closed'));

-- The comment waits, and the next mail to moderators will tell it.
ALTER TABLE comments ADD COLUMN is_untold INTEGER NOT NULL DEFAULT 0 CHECK (is_untold IN (0, 1));

CREATE INDEX comments_untold ON comments (id) WHERE is_untold;

-- The time of the decision before the last one, for who takes the last one back.
ALTER TABLE comments ADD COLUMN previous_decided_at INTEGER;
