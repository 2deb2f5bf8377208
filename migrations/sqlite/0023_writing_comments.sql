-- Votes on public comments, kept with each vote. `best` ranks by them: billionths of the lower bound of Wilson's interval.
ALTER TABLE comments ADD COLUMN up INTEGER NOT NULL DEFAULT 0;
ALTER TABLE comments ADD COLUMN down INTEGER NOT NULL DEFAULT 0;
ALTER TABLE comments ADD COLUMN best INTEGER NOT NULL DEFAULT 0;

-- Most comments have no vote, and cost nothing here.
CREATE INDEX comments_best ON comments (thread_id, best, created_at, id) WHERE best > 0;

CREATE TABLE comment_votes (
    -- A keyed hash of the secret in the voter's browser.
    voter      TEXT    NOT NULL,
    comment_id INTEGER NOT NULL REFERENCES comments (id),
    vote       TEXT    NOT NULL CHECK (vote IN ('up', 'down')),
    voted_at   INTEGER NOT NULL,
    -- Keyed hashes of the voter's network, and of the /48 around it for IPv6.
    network    TEXT    NOT NULL,
    wide_network TEXT,
    PRIMARY KEY (voter, comment_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX comment_votes_of_comment ON comment_votes (comment_id, voted_at);

CREATE TRIGGER thread_version_voted AFTER UPDATE OF up, down ON comments
WHEN NEW.status = 'approved' AND (OLD.up <> NEW.up OR OLD.down <> NEW.down) BEGIN
    UPDATE threads SET version = version + 1 WHERE id = NEW.thread_id;
END;
