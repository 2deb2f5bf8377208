-- What a mail quotes of somebody else: an erasure of that empties the mail.
ALTER TABLE outbox ADD COLUMN about TEXT;

UPDATE outbox SET about = 'comment:' || substr(dedupe_key, 7) WHERE kind = 'reply' AND dedupe_key LIKE 'reply:%';
UPDATE outbox SET about = 'comment:' || substr(dedupe_key, 12, instr(substr(dedupe_key, 12), ':') - 1)
WHERE kind = 'moderation' AND dedupe_key LIKE 'moderation:%:%';

CREATE INDEX outbox_by_subject ON outbox (about) WHERE about IS NOT NULL;
