-- Readers who are due are found by their cadence first: of one cadence only, the latest hour is at the end of its own entries.
DROP INDEX subscribers_due_at;
CREATE INDEX subscribers_due_at ON subscribers (cadence, next_digest_at) WHERE state = 'confirmed' AND cadence <> 'each_post';
