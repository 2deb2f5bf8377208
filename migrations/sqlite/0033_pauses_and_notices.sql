-- Pauses of readers, confirmations by place, the reminder to whoever has not confirmed, and what owners are told of new subscribers.

-- Readers who want nothing until a date that they chose. They are in no index of planning, which stays as quick as before.
ALTER TABLE subscribers ADD COLUMN paused_until INTEGER;

DROP INDEX subscribers_due_each_post;
CREATE INDEX subscribers_due_each_post ON subscribers (digest_window)
    WHERE state = 'confirmed' AND cadence = 'each_post' AND paused_until IS NULL;

DROP INDEX subscribers_due_at;
CREATE INDEX subscribers_due_at ON subscribers (cadence, next_digest_at)
    WHERE state = 'confirmed' AND cadence <> 'each_post' AND paused_until IS NULL;

CREATE INDEX subscribers_paused ON subscribers (paused_until) WHERE paused_until IS NOT NULL;

-- A digest that a pause drops moves its reader back to before its first post, so that its posts come after the pause. Its key is free
-- again: without newer posts the later digest is the same edition.
CREATE TRIGGER paused_digest_kept AFTER UPDATE OF state ON outbox
WHEN NEW.kind = 'digest' AND NEW.state = 'dropped' AND NEW.result = 'paused' AND OLD.state <> NEW.state
BEGIN
    UPDATE subscribers SET digest_window = min(digest_window, COALESCE((
        SELECT min(posts.number) - 1 FROM edition_posts JOIN posts ON posts.id = edition_posts.post_id
        WHERE edition_posts.edition_id = NEW.edition_id), digest_window))
    WHERE id = NEW.subscriber_id;
    UPDATE outbox SET dedupe_key = NULL WHERE id = NEW.id;
END;

-- When a new subscriber who has not confirmed is reminded; NULL when they are not, or were.
ALTER TABLE subscribers ADD COLUMN reminder_at INTEGER;

CREATE INDEX subscribers_to_remind ON subscribers (reminder_at) WHERE reminder_at IS NOT NULL;

-- New subscribers whom no mail to the owners has counted yet.
CREATE TABLE untold_subscribers (
    subscriber_id INTEGER PRIMARY KEY NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE
) STRICT;

-- Sign-ups of the place that were confirmed.
ALTER TABLE sign_up_places ADD COLUMN confirmations INTEGER NOT NULL DEFAULT 0;
