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
