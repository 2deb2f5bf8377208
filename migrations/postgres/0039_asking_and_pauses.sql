-- People of a list who are still to be asked by mail, and posts that a paused reader got.

-- True once every row of the file is read, and whoever is to be asked waits below.
ALTER TABLE imports ADD COLUMN is_read BOOLEAN NOT NULL DEFAULT FALSE;

CREATE TABLE import_people (
    import_id BIGINT  NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    -- The order of the file.
    number    BIGINT  NOT NULL,
    email_key TEXT    NOT NULL,
    -- As JSON.
    person    JSONB   NOT NULL,
    PRIMARY KEY (import_id, number)
);

CREATE INDEX import_people_by_address ON import_people (email_key);

-- Posts that a reader got though a pause moved them back to before: an earlier digest was dropped, a later one had gone out.
CREATE TABLE received_posts (
    subscriber_id BIGINT NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
    post_id       BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    PRIMARY KEY (subscriber_id, post_id)
);

CREATE INDEX received_posts_by_post ON received_posts (post_id);

-- As before, and the posts of mails that went out, or are in a sender's hand, are kept here. They stay out of the digest after the pause,
-- which may come when the mails are forgotten.
CREATE OR REPLACE FUNCTION keep_paused_digest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE subscribers SET digest_window = LEAST(digest_window, (
        SELECT min(posts.number) - 1 FROM edition_posts JOIN posts ON posts.id = edition_posts.post_id
        WHERE edition_posts.edition_id = NEW.edition_id))
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
    RETURN NULL;
END $$;
