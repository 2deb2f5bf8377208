-- Readers who want nothing until a date that they chose. They are in no index of planning, which stays as quick as before.

ALTER TABLE subscribers ADD COLUMN paused_until INTEGER;

DROP INDEX subscribers_due_each_post;
CREATE INDEX subscribers_due_each_post ON subscribers (digest_window)
    WHERE state = 'confirmed' AND cadence = 'each_post' AND paused_until IS NULL;

DROP INDEX subscribers_due_at;
CREATE INDEX subscribers_due_at ON subscribers (cadence, next_digest_at)
    WHERE state = 'confirmed' AND cadence <> 'each_post' AND paused_until IS NULL;

CREATE INDEX subscribers_paused ON subscribers (paused_until) WHERE paused_until IS NOT NULL;
