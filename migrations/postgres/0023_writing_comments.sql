-- What an author changed: the text before the first change, for moderators, and when the last one was made.
ALTER TABLE comments ADD COLUMN first_body TEXT;
ALTER TABLE comments ADD COLUMN edited_at BIGINT;
