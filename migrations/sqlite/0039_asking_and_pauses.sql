-- People of a list who are still to be asked by mail, and posts that a paused reader got.

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

-- Posts that a reader got though a pause moved them back to before: an earlier digest was dropped, a later one had gone out.
CREATE TABLE received_posts (
    subscriber_id INTEGER NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
    post_id       INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    PRIMARY KEY (subscriber_id, post_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX received_posts_by_post ON received_posts (post_id);

-- As before, and the posts of mails that went out, or are in a sender's hand, are kept here. They stay out of the digest after the pause,
-- which may come when the mails are forgotten.
DROP TRIGGER paused_digest_kept;
CREATE TRIGGER paused_digest_kept AFTER UPDATE OF state ON outbox
WHEN NEW.kind = 'digest' AND NEW.state = 'dropped' AND NEW.result = 'paused' AND OLD.state <> NEW.state
BEGIN
    UPDATE subscribers SET digest_window = min(digest_window, COALESCE((
        SELECT min(posts.number) - 1 FROM edition_posts JOIN posts ON posts.id = edition_posts.post_id
        WHERE edition_posts.edition_id = NEW.edition_id), digest_window))
    WHERE id = NEW.subscriber_id;
    DELETE FROM received_posts WHERE subscriber_id = NEW.subscriber_id AND post_id IN (
        SELECT post_id FROM edition_posts WHERE edition_id = NEW.edition_id);
    INSERT INTO received_posts (subscriber_id, post_id)
    SELECT DISTINCT other.subscriber_id, shown.post_id FROM outbox AS other
    JOIN edition_posts AS shown ON shown.edition_id = other.edition_id
    JOIN posts ON posts.id = shown.post_id
    JOIN subscribers ON subscribers.id = other.subscriber_id
    WHERE other.subscriber_id = NEW.subscriber_id AND other.kind = 'digest' AND other.state NOT IN ('failed', 'dropped')
      AND posts.number > subscribers.digest_window
    ON CONFLICT (subscriber_id, post_id) DO NOTHING;
    UPDATE outbox SET dedupe_key = NULL WHERE id = NEW.id;
END;
